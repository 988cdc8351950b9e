import { openLedger } from './ledger/open-ledger.ts'
import { runWorker } from './run-worker.ts'

runWorker(openLedger)
