// When an act counts. Nobody has seen the clock of a department's or an inspector's machine; the acts of a seat are ordered by
// its ledger and carry its own doubt, so of theirs only what cannot be is corrected.
import { isReportTooLate } from '#shared/domain/case/report-time.ts'

/** As far as clocks of sound machines differ. */
const SKEW_MS = 2_000
/** A line that is slow, a page that sends again: within this an act may arrive later than it was done without a word. */
const LATE_MS = 10 * 60_000
/** As long as people may work without the platform. */
const OFFLINE_MS = 72 * 3_600_000

/** A seat knows the hall's time: further ahead than this its clock is wrong, however sure of it it is. */
const SEAT_AHEAD_MS = 120_000

export interface SaidTime {
  readonly at: number
  /** Done while the platform could not be reached, says the sender; it stands in the story of the case. */
  readonly offline: boolean
  readonly timeDoubt: boolean
}

export interface Receipt {
  /** Platform time of the first receipt, epoch ms. */
  readonly now: number
  /** Last act on the case; null for a new one. */
  readonly lastActAt: number | null
}

/**
 * The time that counts: never after the receipt, never before the case's last act, and what was done online not more than ten
 * minutes before the receipt, offline not more than three days. Beyond that the receipt counts and the time is in doubt (时间存疑).
 */
export function timeOfAct({ at, offline, timeDoubt }: SaidTime, { now, lastActAt }: Receipt): { at: number; timeDoubt: boolean } {
  const mayBeLateMs = offline ? OFFLINE_MS : LATE_MS
  const isTooOld = now - at > mayBeLateMs
  const floor = Math.min(lastActAt ?? -Infinity, now)
  const counted = Math.max(floor, isTooOld ? now : Math.min(at, now))
  return { at: counted, timeDoubt: timeDoubt || Math.abs(counted - at) > SKEW_MS }
}

/**
 * The time of a seat's act: as it says, but never after the receipt nor before the case was reported, else in doubt (时间存疑). A
 * report whose time the seat itself doubts counts at the receipt where it would be too late.
 */
export function timeOfSeatAct(
  { at, timeDoubt }: Pick<SaidTime, 'at' | 'timeDoubt'>,
  { now, reportedAt }: { readonly now: number; readonly reportedAt: number | null },
): { at: number; timeDoubt: boolean } {
  const isNoTime = at > now + SEAT_AHEAD_MS || (timeDoubt && reportedAt === null && isReportTooLate(at, now))
  const counted = Math.max(isNoTime ? now : at, reportedAt ?? 0)
  return { at: counted, timeDoubt: timeDoubt || counted !== at }
}
