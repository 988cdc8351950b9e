import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useDesk, useDeskStore } from '#renderer/desk/index.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'
import type { CmdId, PersonId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'

/** A withdrawal that was told a moment ago. */
export interface Withdrawn {
  readonly id: CmdId
  readonly title: string
  /** Steps that were withdrawn with it, and come back with it. */
  readonly along: number
  /** Host time. */
  readonly until: number
  /** Who withdrew it: for nobody else does the host take it back. */
  readonly person: PersonId | undefined
  /** It is being taken back. */
  readonly isBusy: boolean
  /** Why it was not taken back; 'host-gone': its answer was lost, and it may have been. */
  readonly refusal: Refusal | undefined
}

/** A host that is there and too busy to answer is asked again after this. */
const AGAIN_MS = 5_000

/** Nobody knows whether it was taken back: asking again says so. */
export const isUnanswered = ({ refusal }: Pick<Withdrawn, 'refusal'>): boolean => refusal?.code === 'host-gone'

/** What can be taken back, each with its own end, while the window lives: a tray that closes does not take the way back along. */
export const useWithdrawn = defineStore('outbox-withdrawn', () => {
  const desk = useDesk()
  const deskStore = useDeskStore()
  const session = useSessionStore()
  const all = shallowRef<readonly Withdrawn[]>([])

  // One whose end was refused stays until that was read.
  const isShown = (one: Withdrawn, nowMs: number): boolean => one.until > nowMs || one.isBusy || one.refusal !== undefined
  function change(id: CmdId, more: Partial<Withdrawn>): void {
    all.value = all.value.map((one) => (one.id === id ? { ...one, ...more } : one))
  }
  function forget(id: CmdId): void {
    all.value = all.value.filter((one) => one.id !== id)
  }
  /** Goes on, and says how it ended, also when the tray is closed meanwhile. */
  async function takeBack(id: CmdId): Promise<void> {
    const before = all.value.find((one) => one.id === id)
    change(id, { isBusy: true, refusal: undefined })
    const reply = await desk.call.outbox.takeBack({ id })
    if (reply.ok) {
      forget(id)
      return
    }
    // A seat that is locked says nothing of what the first asking has come to.
    const isStillUnanswered = before !== undefined && isUnanswered(before) && reply.error.code === 'no-session'
    const refusal = isStillUnanswered ? before.refusal : reply.error
    change(id, { isBusy: false, refusal })
    if (isUnanswered({ refusal })) askSoon()
  }

  // One for all of them: each asks after every one.
  let soon: ReturnType<typeof setTimeout> | undefined
  function askSoon(): void {
    clearTimeout(soon)
    soon = setTimeout(askAgain, AGAIN_MS)
  }

  function askAgain(): void {
    clearTimeout(soon)
    if (deskStore.state !== 'here') return
    for (const one of all.value) if (isUnanswered(one) && one.person === session.served) void takeBack(one.id)
  }
  watch(() => [deskStore.state, deskStore.generation, session.served], askAgain)

  return {
    /** Of whoever sits here, newest first: what ends below moves no button above it. */
    shown: (nowMs: number): readonly Withdrawn[] =>
      all.value.filter((one) => one.person === session.signedIn?.person && isShown(one, nowMs)),
    tell: (told: Omit<Withdrawn, 'isBusy' | 'refusal'>, nowMs: number): void => {
      const others = all.value.filter((one) => one.id !== told.id && isShown(one, nowMs))
      all.value = [{ ...told, isBusy: false, refusal: undefined }, ...others]
    },
    takeBack,
    forget,
  }
})
