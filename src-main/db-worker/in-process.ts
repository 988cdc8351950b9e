// The same files without threads: for the seeded simulation and for tests, where every step must be repeatable.
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CacheInspectorApi, CacheWriterApi, MovableReaderApi, ShadowWriterApi } from './cache-api.ts'
import { openCacheWriter } from './cache/open-cache.ts'
import { openShadowWriter } from './cache/open-shadow.ts'
import type { PreparedCache } from './cache/open-shadow.ts'
import type { LedgerApi } from './ledger-api.ts'
import { openLedger } from './ledger/open-ledger.ts'
import type { LedgerOptions } from './ledger/open-ledger.ts'
import { openCacheInspector } from './queries/open-inspector.ts'
import { openCacheReader } from './queries/open-reader.ts'
import type { SyncApi } from './sync-api.ts'

/** Openers for `assembleHallDb`. */
export function inProcessOpeners(options: LedgerOptions): {
  dataDir: string
  ledger: () => Promise<Result<LedgerApi>>
  cacheWriter: () => Promise<Result<CacheWriterApi>>
  reader: () => Promise<Result<MovableReaderApi>>
  shadow: (prepared: PreparedCache | null) => Promise<Result<ShadowWriterApi>>
  inspector: () => Promise<Result<CacheInspectorApi>>
} {
  return {
    dataDir: options.dataDir,
    ledger: () => Promise.resolve(wrapped<LedgerApi>(openLedger(options))),
    cacheWriter: () => Promise.resolve(wrapped<CacheWriterApi>(openCacheWriter(options.dataDir))),
    reader: () => Promise.resolve(wrapped<MovableReaderApi>(openCacheReader(options.dataDir))),
    shadow: (prepared) => Promise.resolve(wrapped<ShadowWriterApi>(openShadowWriter(options.dataDir, prepared))),
    inspector: () => Promise.resolve(wrapped<CacheInspectorApi>(openCacheInspector(options.dataDir))),
  }
}

function wrapped<Api extends object>(opened: Result<SyncApi<Api>>): Result<Api> {
  return opened.ok ? ok(asyncApi<Api>(opened.value)) : opened
}

/** Each call answers later, and fails by rejecting, as a worker's would. */
function asyncApi<Api extends object>(sync: SyncApi<Api>): Api {
  const operations = Object.entries(sync).map(([name, operation]) => [
    name,
    // eslint-disable-next-line @typescript-eslint/require-await -- async turns a throw into a rejection
    async (...args: unknown[]): Promise<unknown> => Reflect.apply(operation as (...args: unknown[]) => unknown, sync, args),
  ])
  // SyncApi has the members of Api, each without its promise.
  return Object.fromEntries(operations) as Api
}
