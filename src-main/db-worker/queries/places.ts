// What lies at or around a point.
import { isInArea } from '#shared/domain/geometry/area.ts'
import { bboxAround, distanceM, distanceToLineM } from '#shared/domain/geometry/distance.ts'
import { linesOf } from '#shared/platform-api/map-features.ts'
import type { MapFeature } from '#shared/platform-api/map-features.ts'
import type { ComponentRow, DutyGridRow, GridRow } from '#shared/platform-api/rows.ts'
import type { ReadDb } from '../driver.ts'
import { boxParams, meetsBox } from './boxes.ts'

export const GRID_AT_SQL = `SELECT g.doc FROM grid_at r CROSS JOIN grid g ON g.rid = r.rid WHERE ${meetsBox('r')} ORDER BY g.code`

/** The unit grid a point lies in. */
export function gridAt(db: ReadDb, lng: number, lat: number): GridRow | null {
  const docs = db.pluck<[object], string>(GRID_AT_SQL).all(boxParams([lng, lat, lng, lat]))
  return docs.map((doc) => parse<GridRow>(doc)).find(({ geometry }) => isInArea([lng, lat], geometry)) ?? null
}

export function dutyGrid(db: ReadDb, code: string): DutyGridRow | null {
  return parseOrNull<DutyGridRow>(
    db.pluck<[string], string>("SELECT doc FROM entity_row WHERE kind = 'duty-grid' AND id = ?").get(code),
  )
}

export function component(db: ReadDb, code: string): ComponentRow | null {
  return parseOrNull<ComponentRow>(db.pluck<[string], string>('SELECT doc FROM component WHERE code = ?').get(code))
}

export const COMPONENTS_NEAR_SQL = `SELECT c.doc FROM component_at r CROSS JOIN component c ON c.rid = r.rid WHERE ${meetsBox('r')}`

/** Components within a radius, the nearest first. */
export function componentsNear(
  db: ReadDb,
  lng: number,
  lat: number,
  radiusM: number,
  limit: number,
): (ComponentRow & { distanceM: number })[] {
  const here = [lng, lat] as const
  return db
    .pluck<[object], string>(COMPONENTS_NEAR_SQL)
    .all(boxParams(bboxAround(here, radiusM)))
    .map((doc) => parse<ComponentRow>(doc))
    .map((row) => ({ ...row, distanceM: distanceM(here, [row.lng, row.lat]) }))
    .filter((row) => row.distanceM <= radiusM)
    .sort((a, b) => a.distanceM - b.distanceM)
    .slice(0, limit)
}

export const ROADS_NEAR_SQL = `
  SELECT f.doc FROM map_feature_at r CROSS JOIN map_feature f ON f.rid = r.rid
  WHERE ${meetsBox('r')} AND f.name IS NOT NULL AND f.layer IN ('road-main', 'road-second', 'road-minor')
`
/** First close by, then far out; beyond that a street name would mislead. */
const ROAD_RADII_M = [150, 1_000]

/** The nearest street with a name. */
export function nearestStreet(db: ReadDb, lng: number, lat: number): { name: string; distanceM: number } | null {
  const here = [lng, lat] as const
  for (const radiusM of ROAD_RADII_M) {
    const [nearest] = db
      .pluck<[object], string>(ROADS_NEAR_SQL)
      .all(boxParams(bboxAround(here, radiusM)))
      .map((doc) => parse<MapFeature>(doc))
      .map(({ name, geometry }) => ({
        name: name ?? '',
        distanceM: Math.min(...linesOf(geometry).map((line) => distanceToLineM(here, line))),
      }))
      .filter((road) => road.distanceM <= radiusM)
      .sort((a, b) => a.distanceM - b.distanceM)
    if (nearest !== undefined) return nearest
  }
  return null
}

/** Rows are stored after their schema had passed. */
function parse<Row>(doc: string): Row {
  return JSON.parse(doc) as Row
}

function parseOrNull<Row>(doc: string | undefined): Row | null {
  return doc === undefined ? null : parse<Row>(doc)
}
