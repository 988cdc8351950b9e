import type { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import type { CacheInspectorApi, CacheReaderApi, CacheWriterApi, ShadowWriterApi } from './cache-api.ts'
import type { LedgerApi } from './ledger-api.ts'
import type { WorkerFailure } from './worker-client.ts'

/** The three doors to this machine's data; each has its own thread(s). */
export interface HallDb {
  /** Where its files are, and a snapshot on its way. */
  readonly dataDir: string
  readonly ledger: LedgerApi
  readonly cacheWriter: CacheWriterApi
  readonly cache: CacheReaderApi
  /**
   * What neighbours have sent leaves the cache, then the ledger; whoever brings the one up to the other does so before or after,
   * or would take what has just been accepted for withdrawn.
   */
  readonly neighbourTurns: OneAtATime
  /** A second cache beside the running one: empty, or out of a file the platform has made. One at a time. */
  openShadow(prepared: PreparedCache | null): Promise<Result<ShadowWriterApi>>
  /** The shadow becomes the cache for everybody at once, with the ledger's commands folded in; until then nothing has changed. */
  adopt(shadow: ShadowWriterApi): Promise<void>
  /** Looks after the cache from a thread of its own; whoever opens it closes it. */
  openInspector(): Promise<Result<CacheInspectorApi>>
  /** Somebody has met a damaged page of the cache. */
  onDamaged(listener: () => void): void
  /** Joins all workers; the last writes are on disk when it resolves. */
  close(): Promise<void>
}

/** A decompressed snapshot; the file is moved away, whatever becomes of it. */
export interface PreparedCache {
  readonly file: string
  readonly cursor: Cursor
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
  /**
   * A worker ended by itself. `isVital`: every call to it is refused from now on, so the host must start again; else it was one
   * that is opened anew when it is next needed.
   */
  readonly onFailure?: OnWorkerFailure
}

export type OnWorkerFailure = (failure: WorkerFailure, isVital: boolean) => void

/** Opens or makes both files; refuses a newer schema, a full disk or a second instance with a code, never with an empty store. */
export type OpenHallDb = (options: HallDbOptions) => Promise<Result<HallDb>>
