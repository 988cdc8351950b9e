import type { WriteDb } from '../driver.ts'

/** One step of ledger.db, forward only; a released one is never edited. */
export interface Migration {
  /** In tens, so that a fix can stand between two. */
  readonly version: number
  up(db: WriteDb): void
}
