import { countTable, markTables } from '../ledger/records.ts'
import type { Migration } from './migration.ts'

// Who ordered an act, how far neighbours are known, how far lanes reach: marked and counted like every other record. Neighbours'
// acts have had marks before, but a missing one did not show.
export const migration: Migration = {
  version: 120,
  up(db, seal) {
    db.exec(`
      ALTER TABLE claim ADD COLUMN mac TEXT NOT NULL DEFAULT '';
      ALTER TABLE neighbour_head ADD COLUMN mac TEXT NOT NULL DEFAULT '';
      ALTER TABLE lane_floor ADD COLUMN mac TEXT NOT NULL DEFAULT '';
    `)
    markTables({ db, seal }, ['claim', 'neighbour_head', 'lane_floor'])
    countTable({ db, seal }, 'neighbour')
  },
}
