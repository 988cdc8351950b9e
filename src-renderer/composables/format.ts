// Times and numbers as the hall reads them. Pure: the zone and the language come in, text goes out.

export interface WallClock {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** 0 = Sunday */
  readonly weekday: number
}

/** How long is left, or by how long it is over; the pieces a language puts in order. */
export type Remaining =
  | { readonly late: boolean; readonly kind: 'clock'; readonly text: string }
  | { readonly late: boolean; readonly kind: 'days'; readonly days: number; readonly hours: number }

const GROUP_SPACE = '\u00a0'
const MINUS = '\u2212'
const DAY_SECONDS = 86_400
const MAX_INSTANT_MS = 8_640_000_000_000_000

const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

const zoneFormats = new Map<string, Intl.DateTimeFormat>()

function zoneFormat(zone: string): Intl.DateTimeFormat {
  const known = zoneFormats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US-u-hc-h23', {
    timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', weekday: 'short',
  })
  zoneFormats.set(zone, made)
  return made
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

export function isInstant(ms: number): boolean {
  return Number.isFinite(ms) && Math.abs(ms) <= MAX_INSTANT_MS
}

/** The reading of a clock on the wall in `zone` at an epoch instant in milliseconds; undefined when it is no instant. */
export function wallClock(ms: number, zone: string): WallClock | undefined {
  if (!isInstant(ms)) return undefined
  const parts = Object.fromEntries(zoneFormat(zone).formatToParts(ms).map((part) => [part.type, part.value]))
  const read = (name: string): number => Number(parts[name])
  return {
    year: read('year'), month: read('month'), day: read('day'), hour: read('hour'), minute: read('minute'), second: read('second'),
    weekday: weekdays.indexOf(parts['weekday'] ?? ''),
  }
}

/** "14:26:08" */
export function clockTime(ms: number, zone: string): string {
  const at = wallClock(ms, zone)
  return at ? `${pad(at.hour)}:${pad(at.minute)}:${pad(at.second)}` : '–'
}

/** "14:26" */
export function clockMinute(ms: number, zone: string): string {
  return clockTime(ms, zone).slice(0, 5)
}

/** "2026-11-20" */
export function isoDate(ms: number, zone: string): string {
  const at = wallClock(ms, zone)
  return at ? `${pad(at.year, 4)}-${pad(at.month)}-${pad(at.day)}` : '–'
}

/** Only as much as is needed to be unambiguous beside `nowMs`: time today, "11-19 17:35:02" this year, else the whole date. */
export function shortStamp(ms: number, nowMs: number, zone: string): string {
  const date = isoDate(ms, zone)
  const today = isoDate(nowMs, zone)
  if (date === today) return clockTime(ms, zone)
  return `${date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date} ${clockTime(ms, zone)}`
}

/** "05:12", "1:12:05"; from a day on, days and hours. The text keeps its width while it counts down. */
export function spanText(seconds: number): Pick<Remaining & { kind: 'clock' }, 'kind' | 'text'> | { kind: 'days'; days: number; hours: number } {
  if (seconds >= DAY_SECONDS) return { kind: 'days', days: Math.floor(seconds / DAY_SECONDS), hours: Math.floor((seconds % DAY_SECONDS) / 3600) }
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const tail = `${pad(minutes)}:${pad(seconds % 60)}`
  return { kind: 'clock', text: hours > 0 ? `${hours}:${tail}` : tail }
}

/** Late begins after the due instant itself; what is left is rounded up, so 00:00 is shown only when nothing is left. */
export function remaining(dueAt: number, nowMs: number): Remaining {
  const late = nowMs > dueAt
  const seconds = late ? Math.floor((nowMs - dueAt) / 1000) : Math.ceil((dueAt - nowMs) / 1000)
  return { late, ...spanText(seconds) }
}

/** "119 482": groups of three by a space that never breaks. */
export function grouped(value: number, fractionDigits = 0): string {
  if (!Number.isFinite(value)) return '–'
  const [whole = '', fraction] = Math.abs(value).toFixed(fractionDigits).split('.')
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, GROUP_SPACE)
  const isZero = Number(value.toFixed(fractionDigits)) === 0
  return `${value < 0 && !isZero ? MINUS : ''}${digits}${fraction === undefined ? '' : `.${fraction}`}`
}

/** "2.1 MB" in powers of 1000, as file managers print it. */
export function fileSize(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes < 0) return '–'
  const step = bytes < 1000 ? 0 : bytes < 999_950 ? 1 : bytes < 999_950_000 ? 2 : 3
  const unit = ['B', 'kB', 'MB', 'GB'][step] ?? 'B'
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)}${GROUP_SPACE}${unit}`
}

/** "138****6021": enough to recognise a number, too little to ring it. */
export function maskedPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  if (digits.length < 7) return '*'.repeat(Math.max(digits.length, 4))
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`
}

/** Epoch milliseconds of a wall-clock reading "YYYY-MM-DD HH:mm[:ss]" in `zone`; undefined when there is no such moment. */
export function instantOf(reading: string, zone: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/.exec(reading.trim())
  if (!match) return undefined
  const parts = match.slice(1).map((part: string | undefined) => Number(part ?? 0))
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second)
  // Two rounds settle the offset even beside a change of it.
  let ms = asUtc
  for (let round = 0; round < 2; round += 1) ms = asUtc - offsetMs(ms, zone)
  const back = `${isoDate(ms, zone)} ${clockTime(ms, zone)}`
  return back === `${match[1]}-${match[2]}-${match[3]} ${pad(hour)}:${pad(minute)}:${pad(second)}` ? ms : undefined
}

function offsetMs(ms: number, zone: string): number {
  const at = wallClock(ms, zone)
  return at ? Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second) - Math.floor(ms / 1000) * 1000 : 0
}
