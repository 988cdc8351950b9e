import { distanceM } from '#shared/domain/geometry/distance.ts'
import type { Position } from '#shared/domain/geometry/geometry.ts'
import { gridFinder } from '../scene/grid-index.ts'
import type { SceneRows } from '../scene/scene-rows.ts'

/** A piece of road from one crossing or bend to the next, as seen from one of its ends. */
export interface RoadPiece {
  readonly to: number
  readonly lengthM: number
  readonly isMain: boolean
}

/** Roads as a graph: roads that share a vertex cross there. */
export interface RoadGraph {
  readonly points: readonly Position[]
  readonly pieces: readonly (readonly RoadPiece[])[]
  /** Duty grid around each point; null outside all of them. */
  readonly dutyGrids: readonly (string | null)[]
}

export function roadGraph({ roads, grids }: Pick<SceneRows, 'roads' | 'grids'>): RoadGraph {
  const points: Position[] = []
  const pieces: RoadPiece[][] = []
  const known = new Map<string, number>()
  const nodeAt = (point: Position): number => {
    // A tenth of a metre: crossings are written with the same numbers, or nearly.
    const key = `${point[0].toFixed(6)} ${point[1].toFixed(6)}`
    const there = known.get(key)
    if (there !== undefined) return there
    known.set(key, points.length)
    points.push(point)
    pieces.push([])
    return points.length - 1
  }
  for (const { geometry, layer } of roads) {
    const lines =
      geometry.type === 'LineString' ? [geometry.coordinates] : geometry.type === 'MultiLineString' ? geometry.coordinates : []
    for (const line of lines) {
      for (const [i, end] of line.slice(1).entries()) {
        const start = line[i] ?? end
        const [a, b] = [nodeAt(start), nodeAt(end)]
        if (a === b) continue
        const piece = { lengthM: Math.max(1, distanceM(start, end)), isMain: layer === 'road-main' }
        pieces[a]?.push({ ...piece, to: b })
        pieces[b]?.push({ ...piece, to: a })
      }
    }
  }
  const find = gridFinder(grids)
  return { points, pieces, dutyGrids: points.map((point) => find(point)?.dutyGrid ?? null) }
}
