// 反弹: the same minor at the same place again and again.
import { localMetres } from '#shared/domain/geometry/distance.ts'
import { DAY_MS } from '#shared/domain/limits/local-day.ts'
import { medianOf } from './distributions.ts'

/** Again within so many days, */
export const REPEAT_DAYS = 30
/** within so many metres of the first, */
export const REPEAT_METRES = 50
/** at least so many times. */
export const REPEAT_TIMES = 3

export interface Sighting {
  readonly rid: number
  readonly classCode: string
  readonly at: number
  readonly lng: number
  readonly lat: number
}

export interface RepeatPlace {
  readonly first: Sighting
  readonly rids: readonly number[]
  /** Median of the days between one and the next. */
  readonly medianDays: number
}

interface Group {
  readonly first: Sighting
  readonly all: Sighting[]
}

/**
 * Places of repetition, the most frequent first. Sightings in order of time: each joins the nearest place of its class within
 * reach that was seen within {@link REPEAT_DAYS} before, or begins a place of its own.
 */
export function repeatPlaces(sightings: readonly Sighting[]): RepeatPlace[] {
  const cells = new Map<string, Group[]>()
  const groups: Group[] = []
  for (const sighting of sightings) {
    const near = neighbours(cells, sighting)
    if (near !== undefined) near.all.push(sighting)
    else {
      const group = { first: sighting, all: [sighting] }
      groups.push(group)
      const [x, y] = cellOf(sighting)
      const key = keyOf(sighting.classCode, x, y)
      cells.set(key, [...(cells.get(key) ?? []), group])
    }
  }
  return groups
    .filter(({ all }) => all.length >= REPEAT_TIMES)
    .map(({ first, all }) => ({ first, rids: all.map(({ rid }) => rid), medianDays: medianGap(all) }))
    .sort((a, b) => b.rids.length - a.rids.length || a.first.rid - b.first.rid)
}

/** About 70 m of latitude: what lies within 50 m lies in this cell or one beside it, up to 45 degrees of latitude. */
const CELL_DEGREES = 0.00065

function cellOf({ lng, lat }: Sighting): readonly [number, number] {
  return [Math.floor(lng / (CELL_DEGREES * 1.5)), Math.floor(lat / CELL_DEGREES)]
}

function keyOf(classCode: string, x: number, y: number): string {
  return `${classCode} ${String(x)} ${String(y)}`
}

function neighbours(cells: ReadonlyMap<string, readonly Group[]>, sighting: Sighting): Group | undefined {
  const [x, y] = cellOf(sighting)
  let best: Group | undefined
  let bestM = REPEAT_METRES
  for (let dx = -1; dx <= 1; dx += 1) {
    for (let dy = -1; dy <= 1; dy += 1) {
      for (const group of cells.get(keyOf(sighting.classCode, x + dx, y + dy)) ?? []) {
        const metres = Math.hypot(...localMetres([group.first.lng, group.first.lat], [sighting.lng, sighting.lat]))
        const last = group.all.at(-1) ?? group.first
        if (metres > bestM || sighting.at - last.at > REPEAT_DAYS * DAY_MS) continue
        ;[best, bestM] = [group, metres]
      }
    }
  }
  return best
}

function medianGap(all: readonly Sighting[]): number {
  const gaps = all.slice(1).map(({ at }, i) => at - (all[i]?.at ?? at))
  return (medianOf(gaps) ?? 0) / DAY_MS
}
