import { openGuard } from './ledger-guard/open-guard.ts'
import { runWorker } from './run-worker.ts'

runWorker(openGuard)
