// Opens ledger after ledger, as a start after a power cut does, and closes it again; for being recorded.
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import { unwrap } from '#shared/kernel/result.ts'

for (const dataDir of process.argv.slice(2)) unwrap(openLedger({ dataDir, seat: '1', lastS: 0 })).close()
