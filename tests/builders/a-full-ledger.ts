import { onTestFinished } from 'vitest'
import { openForWriting } from '#main/db-worker/driver.ts'
import type { LedgerApi } from '#main/db-worker/ledger-api.ts'
import { createLedger } from '#main/db-worker/ledger/ledger.ts'
import { createSeal } from '#main/db-worker/ledger/seal.ts'
import { ledgerMigrations } from '#main/db-worker/migrations/index.ts'
import { migrate } from '#main/db-worker/migrations/migrate.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { aDataFolder } from './a-folder.ts'

/** A ledger on a disk with no page left, and what makes room. */
export function aFullLedger(): { ledger: Pick<LedgerApi, 'append' | 'lastS'>; makeRoom: () => void } {
  const db = openForWriting(`${aDataFolder()}/ledger.db`, { secureDelete: true })
  onTestFinished(() => db.close())
  const seal = createSeal(new Uint8Array(32))
  migrate(db, ledgerMigrations, undefined, seal)
  const sync = createLedger({ db, seat: '1' as SeatId, seal, lastS: 0 }, () => undefined)
  db.exec(`PRAGMA max_page_count = ${String(db.pluck<[], number>('PRAGMA page_count').get()!)}`)
  return {
    ledger: { append: async (commands, audit) => sync.append(commands, audit), lastS: async () => sync.lastS() },
    makeRoom: () => db.exec('PRAGMA max_page_count = 1000000'),
  }
}
