// The spatial indexes: boxes in whole units, rounded outwards.
import { BOX_UNITS_PER_DEGREE } from '#shared/cache-schema/index.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import type { WriteDb } from '../driver.ts'

export type BoxTable = 'case_at' | 'case_live_at' | 'component_at' | 'grid_at' | 'map_feature_at'

/** Puts a row's box into an index; null takes it out. */
export function writeBox(db: WriteDb, table: BoxTable, rid: number, box: Bbox | null): void {
  if (box === null) {
    removeBox(db, table, rid)
    return
  }
  const [west, south, east, north] = unitsOf(box)
  db.change<[number, number, number, number, number]>(
    `INSERT OR REPLACE INTO ${table} (rid, west, east, south, north) VALUES (?, ?, ?, ?, ?)`,
  ).run(rid, west, east, south, north)
}

export function removeBox(db: WriteDb, table: BoxTable, rid: number): void {
  db.change<[number]>(`DELETE FROM ${table} WHERE rid = ?`).run(rid)
}

function unitsOf([west, south, east, north]: Bbox): Bbox {
  // A point must stay a point: rounding it outwards would make it a box.
  if (west === east && south === north) return [round(west), round(south), round(west), round(south)]
  return [
    Math.floor(west * BOX_UNITS_PER_DEGREE),
    Math.floor(south * BOX_UNITS_PER_DEGREE),
    Math.ceil(east * BOX_UNITS_PER_DEGREE),
    Math.ceil(north * BOX_UNITS_PER_DEGREE),
  ]
}

function round(degrees: number): number {
  return Math.round(degrees * BOX_UNITS_PER_DEGREE)
}
