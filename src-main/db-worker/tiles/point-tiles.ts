// Components and ended cases: points straight from a flat index, thinned while they are too many to tell apart.
import { readRevision } from '../cache/progress.ts'
import type { ReadDb } from '../driver.ts'
import { indexPoints, rangeOf } from './point-index.ts'
import type { PointIndex } from './point-index.ts'
import { encodePlaces, encodePoints } from './point-layer.ts'
import type { Properties } from './point-layer.ts'
import { readPoints } from './read-points.ts'
import type { PointTable } from './read-points.ts'
import { EXTENT } from './tile-box.ts'
import type { Tile } from './tile-box.ts'

/** From this zoom on every point is drawn; below, one in each square of two pixels. */
const ALL_FROM_ZOOM = 15
/** From this zoom on a component says what it is: before, it is a dot that answers to nothing. */
const TOLD_FROM_ZOOM = 16
/** 2 pixels of a tile drawn 512 pixels wide: 2^8 cells across. */
const CELL_LEVELS = 8
/** No two points share more. */
const ALL_LEVELS = 32
/** 2^12 units across. */
const EXTENT_LEVELS = Math.log2(EXTENT)

export const COMPONENT_POINT_SQL = 'SELECT code, class_code AS classCode, name, state FROM component WHERE rid = ?'
export const LIVE_CASES_SQL = 'SELECT rid FROM case_live_at'

export interface PointTiles {
  tile(tile: Tile): Uint8Array
}

export function createComponentTiles(db: ReadDb): PointTiles {
  const index = keptIndex(db, 'component', 'component_at')
  const told = db.prepare<[number], Properties>(COMPONENT_POINT_SQL)
  return {
    tile(tile) {
      const found = pointsOf(index(), tile)
      if (tile.z < TOLD_FROM_ZOOM || found.rids.length === 0) return encodePlaces('components', found)
      // Many reads in one go; a component that has gone meanwhile says nothing.
      const properties = db.snapshot(() => Array.from(found.rids, (rid) => told.get(rid) ?? {}))
      return encodePoints('components', found, properties)
    },
  }
}

/** Live cases are drawn as pins; these are the others, and nothing is said of them but where they were. */
export function createCaseTiles(db: ReadDb): PointTiles {
  const index = keptIndex(db, 'case', 'case_at', () => new Set(db.pluck<[], number>(LIVE_CASES_SQL).all()))
  return { tile: (tile) => encodePlaces('cases', pointsOf(index(), tile)) }
}

/** Built when first asked for and anew when its rows have changed; 170,000 points take some 30 ms. */
function keptIndex(db: ReadDb, kind: string, table: PointTable, without?: () => ReadonlySet<number>): () => PointIndex {
  let built: { readonly revision: number; readonly index: PointIndex } | undefined
  const build = (): NonNullable<typeof built> => {
    const [revision, points] = db.snapshot(() => [readRevision(db, kind), readPoints(db, table, without?.())] as const)
    return { revision, index: indexPoints(points) }
  }
  return () => {
    if (built?.revision !== readRevision(db, kind)) built = build()
    return built.index
  }
}

/** Columns. */
interface Found {
  readonly rids: Float64Array
  readonly x: Uint16Array
  readonly y: Uint16Array
}

/** In units of the tile. A point belongs to one tile of each zoom: MapLibre draws no point from beyond a tile's edge. */
export function pointsOf(index: PointIndex, tile: Tile, isThinned = tile.z < ALL_FROM_ZOOM): Found {
  const { begin, end } = rangeOf(index, tile)
  const mostShared = isThinned ? tile.z + CELL_LEVELS : ALL_LEVELS + 1
  // Bits below a unit of the tile; beyond zoom 20 a unit is finer than the index, and its last bits are none.
  const fine = ALL_LEVELS - tile.z - EXTENT_LEVELS
  const [down, up] = [Math.max(0, fine), Math.max(0, -fine)]
  const [rids, x, y] = [new Float64Array(end - begin), new Uint16Array(end - begin), new Uint16Array(end - begin)]
  const { shared, rids: ids, x: columns, y: rows } = index
  let count = 0
  for (let i = begin; i < end; i += 1) {
    // The first of a tile shares no cell with what stands before it, which lies in another tile.
    if ((shared[i] ?? 0) >= mostShared) continue
    rids[count] = ids[i] ?? 0
    x[count] = (((columns[i] ?? 0) >>> down) << up) & (EXTENT - 1)
    y[count] = (((rows[i] ?? 0) >>> down) << up) & (EXTENT - 1)
    count += 1
  }
  return { rids: rids.subarray(0, count), x: x.subarray(0, count), y: y.subarray(0, count) }
}
