import { join } from 'node:path'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'
import { openForWriting } from '../driver.ts'
import type { WriteDb } from '../driver.ts'
import { lockInstance } from '../instance-lock.ts'
import type { LedgerApi } from '../ledger-api.ts'
import { ledgerMigrations } from '../migrations/index.ts'
import { migrate } from '../migrations/migrate.ts'
import { storing } from '../storage-errors.ts'
import type { SyncApi } from '../sync-api.ts'
import { createLedger } from './ledger.ts'
import { createSeal, keyBeside } from './seal.ts'

export interface LedgerOptions {
  /** Folder of ledger.db, mode 0700. */
  readonly dataDir: string
  readonly seat: SeatId
  /** Numbering to go on from when the ledger is new but the platform knows the seat. */
  readonly lastS: number
  /** Key of the record marks; without it the one in `ledger.db.key`, mode 600, is used or made. */
  readonly macKey?: Uint8Array
}

/**
 * Takes the folder for this process and opens its ledger. Refuses with 'already-running', 'schema-newer', 'disk-full' or
 * 'storage-failed'.
 */
export function openLedger({ dataDir, seat, lastS, macKey }: LedgerOptions): Result<SyncApi<LedgerApi>> {
  const locked = lockInstance(dataDir)
  if (!locked.ok) return locked
  const opened = storing(() => {
    const file = join(dataDir, 'ledger.db')
    const seal = createSeal(macKey ?? keyBeside(file))
    const db = openMigrated(file)
    return createLedger({ db, seat, seal, lastS }, locked.value)
  })
  if (!opened.ok) locked.value()
  return opened
}

function openMigrated(file: string): WriteDb {
  const db = openForWriting(file, { secureDelete: true })
  try {
    migrate(db, ledgerMigrations)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
