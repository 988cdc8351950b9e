// Local days are counted as whole numbers from 1970-01-01, so that rules over days are arithmetic and need no time-zone tables.
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** Last instant the hall computes with: the end of the year 9999 in UTC, epoch milliseconds. */
export const LAST_INSTANT = 253_402_300_799_999

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Is this an instant the hall computes with: whole milliseconds, 1970 to 9999? */
export function isInstant(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= LAST_INSTANT
}

/** Day number of an instant in a zone `offsetMinutes` east of UTC. */
export function dayNumberAt(instant: number, offsetMinutes: number): number {
  return Math.floor((instant + offsetMinutes * MINUTE_MS) / DAY_MS)
}

/** Instant at which a local day begins. */
export function startOfDay(dayNumber: number, offsetMinutes: number): number {
  return dayNumber * DAY_MS - offsetMinutes * MINUTE_MS
}

/** 1 = Monday to 7 = Sunday (ISO 8601). Day 0 was a Thursday. */
export function weekdayOf(dayNumber: number): number {
  return ((((dayNumber + 3) % 7) + 7) % 7) + 1
}

/** Day number of 'YYYY-MM-DD'; undefined when the text is no real date between 1970 and 9999. */
export function parseIsoDate(text: string): number | undefined {
  const match = ISO_DATE.exec(text)
  if (match === null) return undefined
  const dayNumber = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / DAY_MS
  return dayNumber >= 0 && isoDateOf(dayNumber) === text ? dayNumber : undefined
}

/** 'YYYY-MM-DD' of a day number. */
export function isoDateOf(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10)
}
