import { onTestFinished } from 'vitest'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { LedgerOptions } from '#main/db-worker/ledger/open-ledger.ts'
import type { LedgerApi } from '#main/db-worker/ledger-api.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from './a-folder.ts'

/** A real ledger in a folder of its own, closed when the test is over. */
export function aLedger(over: Partial<LedgerOptions> = {}): SyncApi<LedgerApi> {
  const ledger = unwrap(openLedger({ dataDir: aDataFolder(), seat: '1' as SeatId, lastS: 0, ...over }))
  let open = true
  const close = (): void => {
    if (open) ledger.close()
    open = false
  }
  onTestFinished(close)
  return { ...ledger, close }
}
