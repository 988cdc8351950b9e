// Multipolygon relations: ways of the edge, in any order and direction, joined to rings; holes put into their outers.
import { isInRing, ringArea } from '../plane.ts'
import type { Position } from './shape.ts'

/** Polygons (outer ring first, then its holes); lines that never close are left out. */
export function assembleAreas(outer: readonly Position[][], inner: readonly Position[][]): Position[][][] {
  const areas = joinRings(outer).map((ring) => [ring])
  // The smallest outer that holds a hole owns it, so that an island within a lake within a park comes out right.
  const bySize = [...areas].sort((a, b) => sizeOf(a) - sizeOf(b))
  for (const hole of joinRings(inner)) {
    const [probe] = hole
    if (probe === undefined) continue
    bySize.find(([ring]) => ring !== undefined && isInRing(probe, ring))?.push(hole)
  }
  return areas
}

const sizeOf = ([ring]: Position[][]): number => (ring === undefined ? 0 : ringArea(ring))

function joinRings(lines: readonly Position[][]): Position[][] {
  const rings: Position[][] = []
  const rest = lines.map((line) => [...line])
  for (let line = rest.pop(); line !== undefined; line = rest.pop()) {
    while (!isClosed(line) && joinOne(line, rest));
    if (isClosed(line) && line.length >= 4) rings.push(line)
  }
  return rings
}

/** Appends one of `rest` that starts or ends where the line ends; says whether there was one. */
function joinOne(line: Position[], rest: Position[][]): boolean {
  const end = line.at(-1)
  const at = rest.findIndex((other) => isSame(other[0], end) || isSame(other.at(-1), end))
  const [next] = at < 0 ? [] : rest.splice(at, 1)
  if (next === undefined) return false
  line.push(...(isSame(next[0], end) ? next : next.reverse()).slice(1))
  return true
}

const isSame = (a: Position | undefined, b: Position | undefined): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1]
const isClosed = (line: Position[]): boolean => line.length > 1 && isSame(line[0], line.at(-1))
