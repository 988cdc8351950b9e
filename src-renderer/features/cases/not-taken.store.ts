import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { CaseNo, CmdId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'
import type { ActPlace } from './act-keeper.ts'
import { keyOfAct } from './left-acts.store.ts'

/** A step whose panel was left while it was on its way, and which was refused then. */
export interface NotTaken {
  readonly place: ActPlace
  /** Under which it was sent. */
  readonly id: CmdId
  readonly no: CaseNo
  readonly className: string
  readonly refusal: Refusal
}

/** Until it is read, done, or its words are given up: nobody goes on believing that the step was taken. */
export const useNotTaken = defineStore('not-taken', () => {
  const session = useSessionStore()
  const all = shallowRef<readonly NotTaken[]>([])
  const others = (place: ActPlace): readonly NotTaken[] => all.value.filter((one) => keyOfAct(one.place) !== keyOfAct(place))

  return {
    /** Of whoever sits here. */
    shown: (): readonly NotTaken[] => all.value.filter(({ place }) => place.author === (session.signedIn?.person ?? null)),
    tell: (one: NotTaken): void => void (all.value = [...others(one.place), one]),
    forget: (place: ActPlace): void => void (all.value = others(place)),
    /** Why it was refused; said from now on by whoever asks. */
    take: (place: ActPlace): Refusal | null => {
      const told = all.value.find((one) => keyOfAct(one.place) === keyOfAct(place))
      if (told !== undefined) all.value = others(place)
      return told?.refusal ?? null
    },
  }
})
