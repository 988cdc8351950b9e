import { markDamaged, openCacheWriter } from './cache/open-cache.ts'
import { runWorker } from './run-worker.ts'

runWorker<{ readonly dataDir: string }>(
  ({ dataDir }) => openCacheWriter(dataDir),
  ({ dataDir }) => markDamaged(dataDir),
)
