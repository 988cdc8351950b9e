import { shallowRef } from 'vue'
import { text } from '#renderer/i18n/index.ts'
import { clockMinute, clockTime, fileSize, grouped, instantOf, isoDate, maskedPhone, remaining, shortStamp, wallClock } from './format.ts'

/** The hall's zone; one hall has one, whatever the machine is set to. */
const zone = shallowRef('Asia/Shanghai')

/** Set once from the hall's settings, as an IANA name. */
export function setHallZone(name: string): void {
  zone.value = name
}

const weekdayKeys = [
  'common.weekday.d0', 'common.weekday.d1', 'common.weekday.d2', 'common.weekday.d3', 'common.weekday.d4', 'common.weekday.d5', 'common.weekday.d6',
] as const

const format = {
  /** 14:26:08 */
  time: (ms: number): string => clockTime(ms, zone.value),
  /** 14:26 */
  minute: (ms: number): string => clockMinute(ms, zone.value),
  /** 2026-11-20 */
  date: (ms: number): string => isoDate(ms, zone.value),
  /** 2026-11-20 14:26:08 */
  dateTime: (ms: number): string => `${isoDate(ms, zone.value)} ${clockTime(ms, zone.value)}`,
  /** 2026-11-20 周五 */
  dateWithWeekday,
  /** Time today, otherwise with as much of the date as is needed. */
  stamp: (ms: number, nowMs: number): string => shortStamp(ms, nowMs, zone.value),
  /** 余 10:25 / 超 04:12 */
  remaining: (dueAt: number, nowMs: number): string => remainingText(dueAt, nowMs, true),
  /** 10:25 without its word, where a caption says it. */
  remainingBare: (dueAt: number, nowMs: number): string => remainingText(dueAt, nowMs, false),
  /** 33 分前 */
  ago,
  /** 41 分 22 秒 */
  lasting,
  number: grouped,
  fileSize,
  maskedPhone,
  /** Epoch milliseconds of "2026-11-20 14:15" on the hall's clock. */
  instant: (reading: string): number | undefined => instantOf(reading, zone.value),
}

export type Format = typeof format

/** Words for times and numbers in the hall's zone and the window's language. */
export function useFormat(): Format {
  return format
}

function dateWithWeekday(ms: number): string {
  const key = weekdayKeys[wallClock(ms, zone.value)?.weekday ?? -1]
  return key ? `${isoDate(ms, zone.value)} ${text(key)}` : '–'
}

function remainingText(dueAt: number, nowMs: number, withWord: boolean): string {
  const left = remaining(dueAt, nowMs)
  const time = left.kind === 'clock' ? left.text : text('common.daysAndHours', { days: left.days, hours: String(left.hours).padStart(2, '0') })
  if (!withWord) return time
  return text(left.late ? 'common.late' : 'common.left', { time })
}

function ago(ms: number, nowMs: number): string {
  const seconds = Math.max(0, Math.floor((nowMs - ms) / 1000))
  if (seconds < 60) return text('common.ago.seconds', { n: seconds })
  if (seconds < 3600) return text('common.ago.minutes', { n: Math.floor(seconds / 60) })
  if (seconds < 86_400) return text('common.ago.hours', { n: Math.floor(seconds / 3600) })
  return text('common.ago.days', { n: Math.floor(seconds / 86_400) })
}

function lasting(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000))
  if (seconds < 60) return text('common.lasting.seconds', { n: seconds })
  if (seconds < 3600) return text('common.lasting.minutes', { m: Math.floor(seconds / 60), s: seconds % 60 })
  if (seconds < 86_400) return text('common.lasting.hours', { h: Math.floor(seconds / 3600), m: Math.floor((seconds % 3600) / 60) })
  return text('common.lasting.days', { d: Math.floor(seconds / 86_400), h: Math.floor((seconds % 86_400) / 3600) })
}
