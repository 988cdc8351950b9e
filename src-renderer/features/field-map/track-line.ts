import type { Track } from '#shared/contracts/field.contract.ts'

/** Over a longer silence nobody knows the way that was taken. */
const LONGEST_GAP_MS = 3 * 60_000

/** A track as lines, broken where nothing was heard; a lone fix is no line. */
export function trackLines({ at, lng, lat }: Track): [number, number][][] {
  const lines: [number, number][][] = []
  let line: [number, number][] = []
  for (const [i, time] of at.entries()) {
    const before = at[i - 1]
    if (before === undefined || time - before > LONGEST_GAP_MS) {
      line = []
      lines.push(line)
    }
    line.push([lng[i] ?? 0, lat[i] ?? 0])
  }
  return lines.filter(({ length }) => length > 1)
}
