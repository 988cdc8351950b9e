// The shape of cache.db, as strings, so that whoever builds a cache elsewhere (a snapshot) makes the very same file.
import { caseTables } from './case-tables.ts'
import { entityTables } from './entity-tables.ts'
import { figureTables } from './figure-tables.ts'
import { neighbourTables } from './neighbour-tables.ts'

export { FLOW_GAP, NO_DUE_TIME, RID_SLOTS, listCondition, listIndex, sideLists, stepLists } from './case-tables.ts'
export type { StoredList } from './case-tables.ts'
export { figureColumns, figureDimensions, figureGrains, stageColumns } from './figure-tables.ts'

/** PRAGMA user_version; of an older one the first rows are taken over and the rest is filled anew, a newer one is refused. */
export const CACHE_SCHEMA = 6

/** PRAGMA application_id: "WMHC", so that another program's file is never mistaken for a cache. */
export const CACHE_APPLICATION_ID = 0x574d4843

/** Makes the tables of an empty file. */
export const cacheDdl = entityTables + caseTables + figureTables + neighbourTables

/** Degrees as the spatial indexes hold them. */
export const BOX_UNITS_PER_DEGREE = 10_000_000
