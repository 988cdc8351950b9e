import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openForWriting } from '#main/db-worker/driver.ts'
import { createLedger } from '#main/db-worker/ledger/ledger.ts'
import { createSeal, keyBeside } from '#main/db-worker/ledger/seal.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { LedgerOptions } from '#main/db-worker/ledger/open-ledger.ts'
import type { LedgerApi } from '#main/db-worker/ledger-api.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from './a-folder.ts'

/** A real ledger in a folder of its own, closed when the test is over. */
export function aLedger(over: Partial<LedgerOptions> = {}): SyncApi<LedgerApi> {
  return closedAfterwards(unwrap(openLedger({ dataDir: aDataFolder(), seat: '1' as SeatId, lastS: 0, ...over })))
}

/** What a start says of a folder's ledger; one that is opened is closed again. */
export function wordOfStart(dataDir: string): string {
  const opened = openLedger({ dataDir, seat: '1' as SeatId, lastS: 0 })
  if (opened.ok) opened.value.close()
  return opened.ok ? 'opens' : opened.error.code
}

/** A ledger that a start would refuse, opened all the same: what it says of itself then. */
export function aLedgerInDoubt(dataDir: string): SyncApi<LedgerApi> {
  const file = join(dataDir, 'ledger.db')
  const db = openForWriting(file, { secureDelete: true })
  return closedAfterwards(createLedger({ db, seat: '1' as SeatId, seal: createSeal(keyBeside(file)), lastS: 0 }, () => undefined))
}

function closedAfterwards(ledger: SyncApi<LedgerApi>): SyncApi<LedgerApi> {
  let open = true
  const close = (): void => {
    if (open) ledger.close()
    open = false
  }
  onTestFinished(close)
  return { ...ledger, close }
}
