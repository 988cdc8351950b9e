// Rows of the feed other than cases and flow records, each kind into the table its questions are asked of.
import { bboxOf, centroidOf } from '#shared/domain/geometry/area.ts'
import type { Bbox, Position } from '#shared/domain/geometry/geometry.ts'
import { CatalogueData } from '#shared/domain/catalogue/catalogue-data.ts'
import { CalendarData } from '#shared/domain/limits/calendar-data.ts'
import type { z } from '#shared/kernel/zod.ts'
import { DeviceRow } from '#shared/platform-api/devices.ts'
import { CameraRow, VehicleRow } from '#shared/platform-api/field-rows.ts'
import { MapFeature, positionsOf } from '#shared/platform-api/map-features.ts'
import { MapTile } from '#shared/platform-api/map-tiles.ts'
import { PersonRow } from '#shared/platform-api/people.ts'
import { ComponentRow, DepartmentRow, DutyGridRow, GridRow, PlaceRow, StreetRow } from '#shared/platform-api/rows.ts'
import type { WriteDb } from '../driver.ts'
import { foldText, gramsOf } from '../grams.ts'
import { removeBox, writeBox } from './boxes.ts'
import { docSum } from './doc-sum.ts'

/** A row as it came, after its schema has passed; unknown members stay in `doc`. */
interface Arrived {
  readonly id: string
  readonly ver: number
  readonly doc: string
}

interface EntityKeeper {
  /** Null when written, else what is wrong with the row. */
  put(db: WriteDb, arrived: Arrived, row: unknown): string | null
  remove(db: WriteDb, id: string): void
}

/** A keeper for rows of one schema. */
function keeper<Schema extends z.ZodType>(
  schema: Schema,
  put: (db: WriteDb, arrived: Arrived, row: z.output<Schema>) => void,
  remove: (db: WriteDb, id: string) => void,
): EntityKeeper {
  return {
    put(db, arrived, raw) {
      const parsed = schema.safeParse(raw)
      if (!parsed.success) return parsed.error.issues[0]?.path.join('.') ?? 'row'
      put(db, arrived, parsed.data)
      return null
    },
    remove,
  }
}

/** Kinds that only need to be found by id or read whole. */
function plain(kind: string, schema?: z.ZodType): EntityKeeper {
  return {
    put(db, { id, ver, doc }, raw) {
      const fault = schema?.safeParse(raw).error?.issues[0]
      if (fault !== undefined) return fault.path.join('.')
      const name = typeof raw === 'object' && raw !== null && 'name' in raw && typeof raw.name === 'string' ? raw.name : null
      db.change<[string, string, number, string | null, string, number]>(
        `
        INSERT INTO entity_row (kind, id, ver, name, doc, doc_sum) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, id) DO UPDATE SET ver = excluded.ver, name = excluded.name, doc = excluded.doc, doc_sum = excluded.doc_sum
      `,
      ).run(kind, id, ver, name, doc, docSum(doc))
      return null
    },
    remove: (db, id) => {
      db.change<[string, string]>('DELETE FROM entity_row WHERE kind = ? AND id = ?').run(kind, id)
    },
  }
}

type BoxedTable = 'grid' | 'component' | 'map_feature'

/** Row id of an entity in its table. */
function ridOf(db: WriteDb, table: BoxedTable, id: string): number | undefined {
  return db.pluck<[string], number>(`SELECT rid FROM ${table} WHERE id = ?`).get(id)
}

function writeBoxOf(db: WriteDb, table: BoxedTable, id: string, box: Bbox | null): void {
  const rid = ridOf(db, table, id)
  if (rid !== undefined) writeBox(db, `${table}_at`, rid, box)
}

function removeBoxed(table: BoxedTable): EntityKeeper['remove'] {
  return (db, id) => {
    const rid = ridOf(db, table, id)
    if (rid === undefined) return
    removeBox(db, `${table}_at`, rid)
    db.change<[number]>(`DELETE FROM ${table} WHERE rid = ?`).run(rid)
  }
}

const grids = keeper(
  GridRow,
  (db, { id, ver, doc }, row) => {
    const [lng, lat] = centroidOf(row.geometry) ?? [null, null]
    db.change<[string, number, string, string | null, number | null, number | null, string, number]>(
      `
      INSERT INTO grid (id, ver, code, name, lng, lat, doc, doc_sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET ver = excluded.ver, code = excluded.code, name = excluded.name, lng = excluded.lng, lat = excluded.lat,
        doc = excluded.doc, doc_sum = excluded.doc_sum
    `,
    ).run(id, ver, row.code, row.name, lng, lat, doc, docSum(doc))
    writeBoxOf(db, 'grid', id, bboxOf(row.geometry) ?? null)
  },
  removeBoxed('grid'),
)

const components = keeper(
  ComponentRow,
  (db, { id, ver, doc }, { code, classCode, name, state, lng, lat }) => {
    db.change<[string, number, string, string, string, string, number, number, string, number]>(
      `
      INSERT INTO component (id, ver, code, class_code, name, state, lng, lat, doc, doc_sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET ver = excluded.ver, code = excluded.code, class_code = excluded.class_code, name = excluded.name,
        state = excluded.state, lng = excluded.lng, lat = excluded.lat, doc = excluded.doc, doc_sum = excluded.doc_sum
    `,
    ).run(id, ver, code, classCode, name, state, lng, lat, doc, docSum(doc))
    writeBoxOf(db, 'component', id, [lng, lat, lng, lat])
  },
  removeBoxed('component'),
)

const mapFeatures = keeper(
  MapFeature,
  (db, { id, ver, doc }, { layer, name, geometry }) => {
    db.change<[string, number, string, string | null, string, number]>(
      `
      INSERT INTO map_feature (id, ver, layer, name, doc, doc_sum) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET ver = excluded.ver, layer = excluded.layer, name = excluded.name, doc = excluded.doc,
        doc_sum = excluded.doc_sum
    `,
    ).run(id, ver, layer, name, doc, docSum(doc))
    writeBoxOf(db, 'map_feature', id, boxOfPositions(positionsOf(geometry)))
  },
  removeBoxed('map_feature'),
)

function boxOfPositions(positions: readonly Position[]): Bbox | null {
  if (positions.length === 0) return null
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of positions) {
    west = Math.min(west, lng)
    south = Math.min(south, lat)
    east = Math.max(east, lng)
    north = Math.max(north, lat)
  }
  return [west, south, east, north]
}

interface Named {
  readonly name: string
  readonly otherNames: readonly string[]
  readonly lng: number
  readonly lat: number
}

function named<Schema extends z.ZodType<Named>>(
  kind: 'street' | 'place',
  schema: Schema,
  detailOf: (row: z.output<Schema>) => string,
): EntityKeeper {
  return keeper(
    schema,
    (db, { id, ver, doc }, row) => {
      const detail = detailOf(row)
      const terms = foldText([row.name, ...row.otherNames, detail].join('\n'))
      removeNamed(db, kind, id)
      db.change<[string, string, number, string, string, string, number, number, string, number]>(
        `
        INSERT INTO named_place (kind, id, ver, name, terms, detail, lng, lat, doc, doc_sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      `,
      ).run(kind, id, ver, row.name, terms, detail, row.lng, row.lat, doc, docSum(doc))
      const rid = namedRid(db, kind, id)
      if (rid !== undefined) {
        db.change<[number, string]>('INSERT INTO named_place_fts (rowid, grams) VALUES (?, ?)').run(
          rid,
          [...gramsOf(terms)].join(' '),
        )
      }
    },
    (db, id) => {
      removeNamed(db, kind, id)
    },
  )
}

function namedRid(db: WriteDb, kind: string, id: string): number | undefined {
  return db.pluck<[string, string], number>('SELECT rid FROM named_place WHERE kind = ? AND id = ?').get(kind, id)
}

function removeNamed(db: WriteDb, kind: string, id: string): void {
  const rid = namedRid(db, kind, id)
  if (rid === undefined) return
  db.change<[number]>('DELETE FROM named_place_fts WHERE rowid = ?').run(rid)
  db.change<[number]>('DELETE FROM named_place WHERE rid = ?').run(rid)
}

const keepers: Readonly<Record<string, EntityKeeper>> = {
  'grid': grids,
  'component': components,
  'map-feature': mapFeatures,
  'map-tile': plain('map-tile', MapTile),
  'street': named('street', StreetRow, () => ''),
  'place': named('place', PlaceRow, ({ address }) => address),
  'duty-grid': plain('duty-grid', DutyGridRow),
  'department': plain('department', DepartmentRow),
  'person': plain('person', PersonRow),
  'catalogue': plain('catalogue', CatalogueData),
  'calendar': plain('calendar', CalendarData),
  'camera': plain('camera', CameraRow),
  'vehicle': plain('vehicle', VehicleRow),
  'device': plain('device', DeviceRow),
}

/** Kinds nobody knows yet are kept as they came. */
export function keeperOf(kind: string): EntityKeeper {
  return Object.hasOwn(keepers, kind) ? (keepers[kind] ?? plain(kind)) : plain(kind)
}
