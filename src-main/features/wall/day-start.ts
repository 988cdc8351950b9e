const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Midnight of the hall's day that contains `now`. */
export function dayStartOf(now: number, zoneOffsetMinutes: number): number {
  const local = now + zoneOffsetMinutes * MINUTE_MS
  return Math.floor(local / DAY_MS) * DAY_MS - zoneOffsetMinutes * MINUTE_MS
}
