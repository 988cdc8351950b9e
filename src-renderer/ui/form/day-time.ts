const MINUTES_AN_HOUR = 60

/** Minutes since midnight as 07:30; nothing for none. */
export function dayTimeText(minute: number | null): string {
  if (minute === null) return ''
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(Math.floor(minute / MINUTES_AN_HOUR))}:${two(minute % MINUTES_AN_HOUR)}`
}

/** 7:30, 07:30, 0730, also with the colon of a Chinese keyboard; null when it is no time of a day. */
export function readDayTime(text: string): number | null {
  // Full-width digits and colon read as plain ones.
  const [, hour, minute] = /^(\d{1,2}):?(\d\d)$/.exec(text.trim().normalize('NFKC')) ?? []
  if (hour === undefined || minute === undefined) return null
  const isTime = Number(hour) < 24 && Number(minute) < MINUTES_AN_HOUR
  return isTime ? Number(hour) * MINUTES_AN_HOUR + Number(minute) : null
}
