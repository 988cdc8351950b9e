// I22: an act bears the time at which it was done, whatever the machine's clock says; where nobody can know, it says so.
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import type { Complain } from './invariants.ts'
import type { Seat } from './seat.ts'
import { OPENING } from './town.ts'

/** A slow line brings the platform's time late, and what was swapped on the way once more. */
const OFF_BY_MS = 30_000

export function checkActTime(seat: Seat, { s, at, timeDoubt }: SeatCommand, now: number, complain: Complain): void {
  // Before the platform's first word in this life there is only the machine's own clock.
  const hasHeard = seat.lastLineAt >= seat.startedAt
  const offBy = Math.abs(at - (OPENING + now))
  if (hasHeard && offBy > OFF_BY_MS && !timeDoubt)
    complain('I22', `act ${s} of seat ${seat.id} is ${offBy} ms off its time and does not say so`)
  // A clock that was set on looks like a machine that slept, until the platform is heard again.
  if (hasHeard && seat.setOnAt > seat.lastLineAt && !timeDoubt)
    complain('I22', `act ${s} of seat ${seat.id} is not marked although the clock was set on`)
}
