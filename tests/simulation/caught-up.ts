// 追平 ends once what waited has gone out (docs/reliability.md, I14): 正常 right after it means that nothing of the outage is left.
import type { Complain } from './invariants.ts'
import type { Seat } from './seat.ts'
import type { SeatProcess } from './seat-process.ts'

/** Between two looks of one host: 抖动 that came between goes back to 追平 while what waited is not out. */
const SAME_TURN_MS = 1_500

interface Look {
  readonly at: number
  readonly rung: string
  /** Number of the oldest act that waits, and since how many looks it has. */
  readonly oldest: number | null
  readonly looks: number
}

const lastLook = new WeakMap<SeatProcess, Look>()

/** Looked once a second. */
export async function checkCaughtUp(seat: Seat, now: number, complain: Complain): Promise<void> {
  const { process } = seat
  if (process === null) return
  const waiting = (await process.raw.ledger.tray()).find(({ standing }) => standing === 'waiting')
  const { rung } = process.link.status()
  const [oldest, before] = [waiting?.command.s ?? null, lastLook.get(process)]
  const isSame = before !== undefined && oldest !== null && before.oldest === oldest
  const looks = isSame ? before.looks + 1 : 1
  lastLook.set(process, { at: now, rung, oldest, looks })
  // One that was there at two looks is counted by whoever decides on the word.
  if (!isSame || before.looks < 2 || now - before.at > SAME_TURN_MS) return
  if (before.rung === 'catching-up' && rung === 'normal')
    complain('I14', `seat ${seat.id} says normal after catching up, and act ${String(oldest)} of before still waits`)
}
