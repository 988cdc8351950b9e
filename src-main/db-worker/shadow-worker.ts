import { markDamaged } from './cache/open-cache.ts'
import { openShadowWriter } from './cache/open-shadow.ts'
import type { PreparedCache } from './cache/open-shadow.ts'
import { runWorker } from './run-worker.ts'

// Once it has taken over it is the cache's writer like any other.
runWorker<{ readonly dataDir: string; readonly prepared: PreparedCache | null }>(
  ({ dataDir, prepared }) => openShadowWriter(dataDir, prepared),
  ({ dataDir }) => markDamaged(dataDir),
)
