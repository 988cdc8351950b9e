// While another cache is filled in the place of one that cannot be continued, what is shown is old (docs/reliability.md, I14).
import type { Complain } from './invariants.ts'
import type { Seat } from './seat.ts'
import type { SeatProcess } from './seat-process.ts'

/** The ladder is asked several times a second. */
const WITHIN_MS = 500
/** When each host was first seen to say so, since it did not. */
const saidSince = new WeakMap<SeatProcess, number>()

export function checkShownOld(seat: Seat, now: number, complain: Complain): void {
  const { process } = seat
  if (process === null) return
  const { rung, rebuild } = process.link.status()
  // Windows take what they show for fresh under both.
  const isFresh = rung === 'normal' || rung === 'jitter'
  const isWrong = isFresh && (rebuild?.reason === 'epoch' || rebuild?.reason === 'expired')
  if (!isWrong) {
    saidSince.delete(process)
    return
  }
  // One that comes to nothing at once, on a full disk, is begun again and again; between two of them the line is just silent.
  const before = saidSince.get(process) ?? now
  const since = seat.rebuildFailedAt > before ? now : before
  saidSince.set(process, since)
  if (now - since > WITHIN_MS) complain('I14', `seat ${seat.id} says ${rung} over what another life, or cursor, has left`)
}
