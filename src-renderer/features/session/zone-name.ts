const pad = (value: number): string => String(value).padStart(2, '0')

/** Zone of an offset east of UTC as `Intl` takes it: "+08:00". A hall has one offset; China knows no summer time. */
export function zoneName(offsetMinutes: number): string {
  const size = Math.abs(offsetMinutes)
  return `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
}
