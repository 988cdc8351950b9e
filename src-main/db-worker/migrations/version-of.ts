import type { ReadDb } from '../driver.ts'

/** The newest step a ledger has been brought to. */
export function versionOf(db: ReadDb): number {
  return db.pluck<[], number>('PRAGMA user_version').get() ?? 0
}
