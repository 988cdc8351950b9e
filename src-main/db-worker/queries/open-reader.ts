import { storing } from '../storage-errors.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CacheReaderApi, MovableReaderApi } from '../cache-api.ts'
import { cacheFile } from '../cache/generations.ts'
import { readRevision } from '../cache/progress.ts'
import { openForReading } from '../driver.ts'
import type { ReadDb } from '../driver.ts'
import { createEvaluation } from '../evaluation/index.ts'
import type { SyncApi } from '../sync-api.ts'
import { createBasemapTiles, createGridTiles } from '../tiles/area-tiles.ts'
import { createPictureTiles } from '../tiles/picture-tiles.ts'
import { createCaseTiles, createComponentTiles } from '../tiles/point-tiles.ts'
import { isTile } from '../tiles/tile-box.ts'
import { briefs, caseById, workList, workListCounts } from './cases.ts'
import * as hall from './hall.ts'
import { casesByPhoneKey, departmentHistory, nearbyCases } from './intake.ts'
import * as places from './places.ts'
import { searchCases } from './search-cases.ts'
import { searchPlaces } from './search-places.ts'
import { counts, figures, handover, pins, pressing } from './wall.ts'

/** Opens a cache that its writer has made; `reopen` goes over to the one that counts by then. */
export function openCacheReader(dataDir: string): Result<SyncApi<MovableReaderApi>> {
  return storing(() => {
    let current = createReader(openForReading(cacheFile(dataDir)))
    const forward =
      (op: string): unknown =>
      (...args: unknown[]) => {
        const operation: unknown = Reflect.get(current, op)
        return typeof operation === 'function' ? (Reflect.apply(operation, current, args) as unknown) : undefined
      }
    const operations = Object.keys(current).map((op) => [op, forward(op)])
    const reopen = (): void => {
      const before = current
      current = createReader(openForReading(cacheFile(dataDir)))
      before.close()
    }
    // Each operation answers as the reader that is open at the time.
    return { ...(Object.fromEntries(operations) as SyncApi<CacheReaderApi>), reopen }
  })
}

function createReader(db: ReadDb): SyncApi<CacheReaderApi> {
  const areas = { basemap: createBasemapTiles(db), grids: createGridTiles(db) }
  const layers = { ...areas, components: createComponentTiles(db), cases: createCaseTiles(db), pictures: createPictureTiles(db) }
  return {
    workList: (list, offset, limit) => workList(db, list, offset, limit),
    workListCounts: (now) => workListCounts(db, now),
    caseById: (id) => caseById(db, id),
    briefs: (ids) => briefs(db, ids),
    searchCases: (text, limit) => searchCases(db, text, limit),
    searchPlaces: (text, limit) => searchPlaces(db, text, limit),
    nearbyCases: (classCode, lng, lat, radiusM, sinceAt) => nearbyCases(db, classCode, lng, lat, radiusM, sinceAt),
    casesByPhoneKey: (phoneKey, limit) => casesByPhoneKey(db, phoneKey, limit),
    pins: (bbox, limit) => pins(db, bbox, limit),
    pressing: (_now, limit) => pressing(db, limit),
    figures: (now, dayStart) => figures(db, now, dayStart),
    gridAt: (lng, lat) => places.gridAt(db, lng, lat),
    dutyGrid: (code) => places.dutyGrid(db, code),
    component: (code) => places.component(db, code),
    componentsNear: (lng, lat, radiusM, limit) => places.componentsNear(db, lng, lat, radiusM, limit),
    nearestStreet: (lng, lat) => places.nearestStreet(db, lng, lat),
    departments: () => hall.departments(db),
    cameras: () => hall.cameras(db),
    devices: () => hall.devices(db),
    vehicles: () => hall.vehicles(db),
    people: () => hall.people(db),
    person: (id) => hall.person(db, id),
    catalogue: () => hall.catalogue(db),
    calendar: () => hall.calendar(db),
    hallSettings: () => hall.hallSettings(db),
    basemapSettings: () => hall.basemapSettings(db),
    departmentHistory: (classCode, sinceAt) => departmentHistory(db, classCode, sinceAt),
    counts: () => counts(db),
    handover: (now) => handover(db, now),
    revisions: () => ({
      basemap: readRevision(db, 'map-feature'),
      grids: readRevision(db, 'grid'),
      components: readRevision(db, 'component'),
      cases: readRevision(db, 'case'),
      pictures: readRevision(db, 'map-tile'),
    }),
    tile(layer, z, x, y) {
      const tile = { z, x, y }
      return isTile(tile) ? layers[layer].tile(tile) : new Uint8Array()
    },
    ...createEvaluation(db),
    close: () => db.close(),
  }
}
