// Which times of a report can be true. The fold asks what concerns the report alone, so that a seat refuses it before it is
// saved; the platform also asks how late it comes.
import type { Act } from './acts.ts'

const DAY_MS = 86_400_000
/** Callers tell of what they saw last winter; before that it is a slip of the year. */
const FOUND_BEFORE_MS = 366 * DAY_MS
/** As far as a clock that was put right may have been ahead when the time of finding was written down. */
const FOUND_AFTER_MS = DAY_MS
/** A quarter: later ones would change what was evaluated and signed. Paper is typed in with the time of its finding. */
const LATE_MS = 92 * DAY_MS

/** Whether the time of finding can be true of a report of that time; nothing else is asked of other acts. */
export function isFoundTimePlausible({ at, body }: Pick<Act, 'at' | 'body'>): boolean {
  if (body.action !== 'report' || body.args.foundAt === null) return true
  return body.args.foundAt >= at - FOUND_BEFORE_MS && body.args.foundAt <= at + FOUND_AFTER_MS
}

/** A report that says it was made so long before the platform has received it. */
export function isReportTooLate(at: number, receivedAt: number): boolean {
  return receivedAt - at > LATE_MS
}
