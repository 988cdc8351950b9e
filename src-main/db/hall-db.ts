import type { Result } from '#shared/kernel/result.ts'
import type { CacheReaderApi, CacheWriterApi } from './cache-api.ts'
import type { LedgerApi } from './ledger-api.ts'
import type { WorkerFailure } from './worker-client.ts'

/** The three doors to this machine's data; each has its own thread(s). */
export interface HallDb {
  readonly ledger: LedgerApi
  readonly cacheWriter: CacheWriterApi
  readonly cache: CacheReaderApi
  /** Joins all workers; the last writes are on disk when it resolves. */
  close(): Promise<void>
}

export interface HallDbOptions {
  /** Folder of ledger.db and cache.db, mode 0700. */
  readonly dataDir: string
  readonly seat: string
  /** Numbering to go on from when the ledger is new but the platform knows the seat. */
  readonly lastS: number
  /** Reading threads; the last one only makes tiles, and with three or more the one before it only figures. */
  readonly readers: number
  /** Key of the ledger's record marks; without it the one in `ledger.db.key`, mode 600, is used or made. */
  readonly macKey?: Uint8Array
  /** A worker ended by itself: every call is refused from now on, so the host should start again. */
  readonly onFailure?: (failure: WorkerFailure) => void
}

/** Opens or makes both files; refuses a newer schema, a full disk or a second instance with a code, never with an empty store. */
export type OpenHallDb = (options: HallDbOptions) => Promise<Result<HallDb>>
