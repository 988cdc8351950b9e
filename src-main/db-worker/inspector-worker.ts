import { markDamaged } from './cache/open-cache.ts'
import { openCacheInspector } from './queries/open-inspector.ts'
import { runWorker } from './run-worker.ts'

runWorker<{ readonly dataDir: string }>(
  ({ dataDir }) => openCacheInspector(dataDir),
  ({ dataDir }) => markDamaged(dataDir),
)
