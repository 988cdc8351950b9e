import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'
import type { ActPlace } from './act-keeper.ts'
import { keyOfAct } from './left-acts.store.ts'
import type { Taken } from './use-sent-act.ts'

/** A step that was closed with Esc while it was on its way, and was saved all the same. */
export interface StillSaved {
  readonly place: ActPlace
  readonly no: CaseNo
  readonly className: string
  readonly taken: Taken
}

/** Until it is read, or told where its case is shown: nobody goes on believing that it was not done. */
export const useStillSaved = defineStore('still-saved', () => {
  const session = useSessionStore()
  const all = shallowRef<readonly StillSaved[]>([])
  const others = (place: ActPlace): readonly StillSaved[] => all.value.filter((one) => keyOfAct(one.place) !== keyOfAct(place))
  /** Of whoever sits here. */
  const shown = (): readonly StillSaved[] => all.value.filter(({ place }) => place.author === (session.signedIn?.person ?? null))

  return {
    shown,
    of: (caseId: CaseId): StillSaved | undefined => shown().find(({ place }) => place.caseId === caseId),
    tell: (one: StillSaved): void => void (all.value = [...others(one.place), one]),
    forget: (place: ActPlace): void => void (all.value = others(place)),
  }
})
