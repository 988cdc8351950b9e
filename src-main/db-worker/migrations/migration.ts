import type { WriteDb } from '../driver.ts'
import type { Seal } from '../ledger/seal.ts'

/** One step of ledger.db, forward only; a released one is never edited. */
export interface Migration {
  /** In tens, so that a fix can stand between two. */
  readonly version: number
  /** `seal` marks records that are already there. */
  up(db: WriteDb, seal: Seal): void
}
