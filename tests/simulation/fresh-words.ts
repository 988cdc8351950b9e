// 截至 (docs/reliability.md, I23): the time a seat shows beside its data is a word of the platform of which it holds everything.
import { HEARTBEAT_MS, OFFLINE_AFTER_MS } from '#shared/platform-api/changes.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import type { Complain } from './invariants.ts'
import type { Seat } from './seat.ts'

/** How far the platform was at each of its words. */
export class SaidHeads {
  readonly #heads = new Map<string, number>()

  note(epoch: string, head: number, time: number): void {
    const key = keyOf(epoch, time)
    // Of two words of one millisecond nobody can say which a seat goes by.
    this.#heads.set(key, Math.min(head, this.#heads.get(key) ?? Infinity))
  }

  at(epoch: string, time: number): number | undefined {
    return this.#heads.get(keyOf(epoch, time))
  }
}

const keyOf = (epoch: string, time: number): string => `${epoch} ${String(time)}`

/**
 * Behind the last word by no more than this while nothing is wrong: changes may be owed for so long, and that they are is known
 * at the next word only, which is late after a beat and a half.
 */
const BEHIND_MS = OFFLINE_AFTER_MS + 1.5 * HEARTBEAT_MS + 250

export interface FreshFacts {
  readonly cursor: Cursor | null
  readonly said: SaidHeads
  /** Of two words one may have been on its way for so much longer, ms. */
  readonly unevenMs: number
}

export function checkFresh(seat: Seat, { cursor, said, unevenMs }: FreshFacts, complain: Complain): void {
  const status = seat.process?.link.status()
  if (status === undefined) return
  const { freshAt, rung, lastContactAt } = status
  if (freshAt === null) {
    if (rung === 'normal') complain('I23', `seat ${seat.id} says normal and cannot say as of when`)
    return
  }
  const head = said.at(cursor?.epoch ?? '', freshAt)
  if (head === undefined) complain('I23', `seat ${seat.id} shows ${cursor?.epoch ?? 'nothing'} as of a time at which that said nothing`)
  else if ((cursor?.seq ?? 0) < head)
    complain('I23', `seat ${seat.id} stands at ${String(cursor?.seq)} as of a time when the platform was at ${head}`)
  if (rung === 'normal' && (lastContactAt ?? 0) - freshAt > BEHIND_MS + unevenMs)
    complain('I23', `seat ${seat.id} says normal, as of ${(lastContactAt ?? 0) - freshAt} ms before the last word`)
}
