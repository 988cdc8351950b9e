import { markDamaged } from './cache/open-cache.ts'
import { openCacheReader } from './queries/open-reader.ts'
import { runWorker } from './run-worker.ts'

runWorker<{ readonly dataDir: string }>(
  ({ dataDir }) => openCacheReader(dataDir),
  ({ dataDir }) => markDamaged(dataDir),
)
