// Street index: the pieces of a road that carry one name and lie together become one entry to find.
import { linesOf, positionsOf } from '#shared/platform-api/map-features.ts'
import type { StreetRow } from '#shared/platform-api/rows.ts'
import { boxesNear, boxOf, labelPoint, lengthM, longest } from '../plane.ts'
import type { Box } from '../plane.ts'
import { roadStyle } from './classify.ts'
import { nameOf, otherNamesOf } from './names.ts'
import type { Position, Shape } from './shape.ts'

/** Pieces of one name further apart are two streets: every town has its 解放路. */
const TOGETHER_M = 500

interface Piece {
  readonly shape: Shape
  readonly lines: Position[][]
  readonly box: Box
}

export function streetsOf(shapes: readonly Shape[]): StreetRow[] {
  const byName = new Map<string, Piece[]>()
  for (const shape of shapes) {
    const name = nameOf(shape.tags)
    if (name === null || shape.geometry.type === 'Point' || roadStyle(shape.tags) === null) continue
    const piece = { shape, lines: linesOf(shape.geometry), box: boxOf(positionsOf(shape.geometry)) }
    const pieces = byName.get(name)
    if (pieces === undefined) byName.set(name, [piece])
    else pieces.push(piece)
  }
  return [...byName].flatMap(([name, pieces]) => groupsOf(pieces).map((group) => streetOf(name, group)))
}

/** Groups whose members are linked by nearness, directly or through others. */
function groupsOf(pieces: readonly Piece[]): Piece[][] {
  let groups: Piece[][] = []
  for (const piece of pieces) {
    const near = (group: Piece[]): boolean => group.some((other) => boxesNear(piece.box, other.box, TOGETHER_M))
    const joined = groups.filter(near).flat()
    groups = [...groups.filter((group) => !near(group)), [...joined, piece]]
  }
  return groups
}

function streetOf(name: string, pieces: readonly Piece[]): StreetRow {
  const lines = pieces.flatMap((piece) => piece.lines)
  const [lng, lat] = labelPoint({ type: 'LineString', coordinates: longest(lines) })
  const others = new Set(pieces.flatMap((piece) => otherNamesOf(piece.shape.tags)))
  return {
    id: pieces.map((piece) => piece.shape.id).sort(byLengthThenText)[0] ?? name,
    name,
    otherNames: [...others].sort(),
    kind: 'road',
    lng,
    lat,
    bbox: boxOf(lines.flat()),
    // Both carriageways of a divided road count, as they are mapped.
    lengthM: Math.round(lines.reduce((sum, line) => sum + lengthM(line), 0)),
  }
}

/** The oldest way of a street gives its id: it stays when the street is split or grows. */
const byLengthThenText = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1)
