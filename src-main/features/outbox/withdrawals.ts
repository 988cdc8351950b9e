import type { CmdId, PersonId } from '#shared/kernel/ids.ts'
import type { Clock } from '#shared/kernel/clock.ts'

/** A withdrawal sends nothing, so for so long a hand that slipped costs nothing. */
export const UNDO_MS = 15_000

interface Withdrawal {
  readonly ids: readonly CmdId[]
  readonly person: PersonId
  readonly at: number
}

/** Withdrawals that can still be taken back, on the monotonic clock; a restart ends them all. */
export class Withdrawals {
  readonly #clock: Clock
  readonly #known = new Map<CmdId, Withdrawal>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(ids: readonly CmdId[], person: PersonId): void {
    const at = this.#clock.monotonicMs()
    for (const [id, one] of this.#known) if (at - one.at > UNDO_MS) this.#known.delete(id)
    const [id] = ids
    if (id !== undefined) this.#known.set(id, { ids, person, at })
  }

  /** What was withdrawn with `id` by this person a moment ago; undefined when that is over, or forgotten. */
  of(id: CmdId, person: PersonId): readonly CmdId[] | undefined {
    const one = this.#known.get(id)
    if (one === undefined || one.person !== person || this.#clock.monotonicMs() - one.at > UNDO_MS) return undefined
    return one.ids
  }

  /** It has been taken back. */
  forget(id: CmdId): void {
    this.#known.delete(id)
  }
}
