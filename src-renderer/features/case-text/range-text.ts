import type { Format } from '#renderer/composables/index.ts'

/** 11-19 08:00–12:00: the date once, seconds only where there are any. */
export function rangeText(format: Format, stamp: (ms: number) => string, from: number, to: number): string {
  const end = format.date(from) === format.date(to) ? format.time(to) : stamp(to)
  return `${stamp(from)}–${end}`.replace(/(\d\d:\d\d):00/g, '$1')
}
