// I22: an act bears the time at which it was done, whatever the machine's clock says; where nobody can know, it says so.
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import type { Complain } from './invariants.ts'
import type { Seat } from './seat.ts'
import { OPENING } from './town.ts'

/** A slow line brings the platform's time late, and what was swapped on the way once more. */
const OFF_BY_MS = 30_000
/** Longer than anybody waits for the relay. */
const CLAIM_MS = 10_000
/** What is heard stands in the ledger soon after. */
const KEPT_WITHIN_MS = 2_000
/** An act that was begun a moment before the first word bears the machine's own time. */
const WRITTEN_WITHIN_MS = 1_000

/** What a machine that starts again must know of the time: it cannot be earlier than this. */
export class KnownTime {
  /** The platform's, from a life before. */
  platform = -Infinity
  /** Of the newest act that stood in the ledger when this life began. */
  act = -Infinity
  #firstHeardAt: number | null = null

  heard(now: number): void {
    this.#firstHeardAt ??= now
  }

  /** The first word of this life was heard before an act was begun that is written now. */
  knewBefore(now: number): boolean {
    return this.#firstHeardAt !== null && now - this.#firstHeardAt > WRITTEN_WITHIN_MS
  }

  /** A life ends; `isKept`: its disk took everything. */
  ends(now: number, isKept: boolean): void {
    const at = this.#firstHeardAt
    this.#firstHeardAt = null
    if (at !== null && isKept && now - at > KEPT_WITHIN_MS) this.platform = Math.max(this.platform, OPENING + at - OFF_BY_MS)
  }

  forget(): void {
    this.platform = -Infinity
    this.#firstHeardAt = null
  }
}

export function checkActTime(seat: Seat, command: SeatCommand, now: number, complain: Complain): void {
  const { s, at, timeDoubt } = command
  // Before the platform's first word in this life there is only the machine's own clock.
  const hasHeard = seat.lastLineAt >= seat.startedAt
  const knew = hasHeard && seat.knownTime.knewBefore(now)
  const offBy = Math.abs(at - (OPENING + now))
  if (knew && offBy > OFF_BY_MS && !timeDoubt)
    complain('I22', `act ${s} of seat ${seat.id} is ${offBy} ms off its time and does not say so`)
  // A clock that was set on looks like a machine that slept, until the platform is heard again. Whoever waited for the relay's
  // word meanwhile had done it before, and bears the right time.
  const wasBefore = at <= OPENING + seat.wall.setOnAt && offBy <= CLAIM_MS
  if (hasHeard && seat.wall.setOnAt > seat.lastLineAt && !wasBefore && !timeDoubt)
    complain('I22', `act ${s} of seat ${seat.id} is not marked although the clock was set on`)
  if (!hasHeard) checkUnheard(seat, command, now, complain)
}

function checkUnheard({ id, knownTime, wall }: Seat, { s, at, timeDoubt }: SeatCommand, now: number, complain: Complain): void {
  if (at < knownTime.platform)
    complain('I22', `act ${s} of seat ${id} is ${knownTime.platform - at} ms older than what the machine has heard`)
  // Done a moment before the clock was set back, and written after it.
  const { setBack } = wall
  const wasBefore = setBack !== null && now - setBack.at <= WRITTEN_WITHIN_MS && Math.abs(setBack.from - at) <= WRITTEN_WITHIN_MS
  if (wall.now < Math.max(knownTime.platform, knownTime.act) && !wasBefore && !timeDoubt)
    complain('I22', `act ${s} of seat ${id} is not marked although the clock stands before what has been`)
}
