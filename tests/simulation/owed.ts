import type { Cursor } from '#shared/platform-api/changes.ts'
import type { ReferenceStore } from './reference-store.ts'
import type { Seat } from './seat.ts'

/** What a seat lacks of a life of the platform, and since when. */
interface Debt {
  readonly epoch: string
  readonly head: number
  readonly at: number
  /** It was owed of this life at first, until that was over. */
  readonly before?: { readonly epoch: string; readonly head: number; readonly until: number }
}

/** When each seat's oldest change that it has not got was committed. */
export class Owed {
  readonly #debts = new Map<Seat, Debt>()

  /** Null: the seat has all there is. */
  since(seat: Seat, cursor: Cursor | null, { epoch, head, beganAt }: ReferenceStore, now: number): number | null {
    const owed = this.#carriedOver(seat, cursor, { epoch, head: beganAt }, now)
    const hasGot = cursor?.epoch === epoch && cursor.seq >= (owed?.head ?? head)
    const isNewlyBehind = (owed === undefined || hasGot) && (cursor?.epoch !== epoch || cursor.seq < head)
    const debt = isNewlyBehind ? { epoch, head, at: now } : hasGot ? undefined : owed
    if (debt === undefined) this.#debts.delete(seat)
    else this.#debts.set(seat, debt)
    return debt?.at ?? null
  }

  /**
   * What was owed of a life that is over is owed of the new one, up to where that stood as it began: unless the
   * seat comes to the end of the old one, whose lines are still on their way.
   */
  #carriedOver(seat: Seat, cursor: Cursor | null, life: Pick<Debt, 'epoch' | 'head'>, now: number): Debt | undefined {
    const debt = this.#debts.get(seat)
    if (debt === undefined) return undefined
    const ended = { epoch: debt.epoch, head: debt.head, until: now }
    const carried = debt.epoch === life.epoch ? debt : { ...life, at: debt.at, before: ended }
    const { before } = carried
    const hasComeToItsEnd = before !== undefined && cursor?.epoch === before.epoch && cursor.seq >= before.head
    return hasComeToItsEnd ? { epoch: carried.epoch, head: carried.head, at: before.until } : carried
  }
}
