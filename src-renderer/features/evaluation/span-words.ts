import { NO_FIGURE } from '#renderer/charts/index.ts'
import { text } from '#renderer/i18n/index.ts'

const HOUR = 60
const DAY = 24 * HOUR

/** Minutes as the hall says them: "41 分", "5 时 12 分", "3 天 04 时"; a dash for none. */
export function minutesText(minutes: number | null): string {
  if (minutes === null) return NO_FIGURE
  const whole = Math.round(minutes)
  if (whole < HOUR) return text('evaluation.span.minutes', { m: whole })
  if (whole < DAY) return text('evaluation.span.hours', { h: Math.floor(whole / HOUR), m: String(whole % HOUR).padStart(2, '0') })
  return text('evaluation.span.days', { d: Math.floor(whole / DAY), h: String(Math.floor((whole % DAY) / HOUR)).padStart(2, '0') })
}

/** A bound of a bucket: "8 时", "3 天". */
function bound(minutes: number): string {
  if (minutes % DAY === 0 && minutes > DAY) return text('evaluation.span.daysShort', { n: minutes / DAY })
  if (minutes % HOUR === 0) return text('evaluation.span.hoursShort', { n: minutes / HOUR })
  return text('evaluation.span.minutesShort', { n: minutes })
}

/** Names of buckets from their upper bounds, the last one open: "1 时内", "1–8 时", "3 天以上". */
export function bucketNames(upTo: readonly (number | null)[]): readonly string[] {
  return upTo.map((to, at) => {
    const from = upTo[at - 1] ?? 0
    if (to === null) return text('evaluation.span.upTo.beyond', { a: bound(from) })
    if (from === 0) return text('evaluation.span.upTo.within', { b: bound(to) })
    const [a, b] = [bound(from), bound(to)]
    const unit = b.replace(/^\d+/, '')
    return text('evaluation.span.upTo.between', { a: a.endsWith(unit) ? a.replace(unit, '') : a, b })
  })
}
