import type { Format } from '#renderer/composables/index.ts'

/** 14:51; with its date when that is not today's: a promise without a day is none. */
export function shortTime(format: Format, ms: number, nowMs: number): string {
  const isToday = format.date(ms) === format.date(nowMs)
  return isToday ? format.minute(ms) : format.stamp(ms, nowMs).replace(/:\d\d$/, '')
}
