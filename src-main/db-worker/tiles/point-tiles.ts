// Components and cases: points straight from the spatial index, thinned while they are too many to tell apart.
import { BOX_UNITS_PER_DEGREE } from '#shared/cache-schema/index.ts'
import { boxParams, meetsBox } from '../queries/boxes.ts'
import type { ReadDb } from '../driver.ts'
import { encodePoints } from './point-layer.ts'
import type { PropertyValue } from './point-layer.ts'
import { boxOfTile, toTileUnits } from './tile-box.ts'
import type { Tile } from './tile-box.ts'

/** From this zoom on every point is drawn. */
const ALL_FROM_ZOOM = 15
/** Two pixels of a tile drawn 512 pixels wide. */
const THIN_UNITS = 16
/** Cells across a tile with its margins. */
const CELLS = 1_024

interface Place {
  readonly rid: number
  readonly x: number
  readonly y: number
}

const placesSql = (index: string): string => `SELECT r.rid, r.west AS x, r.south AS y FROM ${index} r WHERE ${meetsBox('r')}`
export const COMPONENT_PLACES_SQL = placesSql('component_at')
/** Live cases come first, so that thinning leaves them standing. */
export const CASE_PLACES_SQL = [placesSql('case_live_at'), placesSql('case_at')]

export const COMPONENT_POINT_SQL = 'SELECT code, class_code AS classCode, name, state FROM component WHERE rid = ?'
export const CASE_POINT_SQL = `
  SELECT id, no, state, class_code AS classCode, class_name AS className, urgent, live AS open, pending FROM "case" WHERE rid = ?
`

export function componentTile(db: ReadDb, tile: Tile): Uint8Array {
  return pointTile(db, tile, 'components', [COMPONENT_PLACES_SQL], COMPONENT_POINT_SQL)
}

export function caseTile(db: ReadDb, tile: Tile): Uint8Array {
  return pointTile(db, tile, 'cases', CASE_PLACES_SQL, CASE_POINT_SQL)
}

function pointTile(db: ReadDb, tile: Tile, layer: string, placesSqls: readonly string[], pointSql: string): Uint8Array {
  return db.snapshot(() => {
    const point = db.prepare<[number], Record<string, PropertyValue>>(pointSql)
    const points = [...placesIn(db, tile, placesSqls)].flatMap(({ rid, x, y }) => {
      const properties = point.get(rid)
      return properties === undefined ? [] : [{ x, y, properties }]
    })
    return encodePoints(layer, points)
  })
}

/** Every row once, in tile units; below the zoom where all are drawn, one per cell. */
function* placesIn(db: ReadDb, tile: Tile, placesSqls: readonly string[]): Generator<Place> {
  const box = boxParams(boxOfTile(tile))
  const toUnits = toTileUnits(tile)
  const taken = new Set<number>()
  const thins = tile.z < ALL_FROM_ZOOM
  for (const sql of placesSqls) {
    for (const place of db.prepare<[object], Place>(sql).iterate(box)) {
      const [x, y] = toUnits(place.x / BOX_UNITS_PER_DEGREE, place.y / BOX_UNITS_PER_DEGREE)
      const mark = thins ? Math.floor(x / THIN_UNITS) * CELLS + Math.floor(y / THIN_UNITS) : place.rid
      if (taken.has(mark)) continue
      taken.add(mark)
      yield { rid: place.rid, x, y }
    }
  }
}
