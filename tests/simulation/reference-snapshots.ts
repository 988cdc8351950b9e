// The file a new cache is filled from, as the reference platform keeps it: written by the product's own cache writer, served with
// ranges and with what may be wrong about it.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { cacheFile, openCacheWriter } from '#main/db-worker/cache/open-cache.ts'
import type { CacheWriterApi } from '#main/db-worker/cache-api.ts'
import type { SyncApi } from '#main/db-worker/sync-api.ts'
import { copyCache } from '#main/snapshot-builder/copy-cache.ts'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import type { ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import type { SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import type { ReferenceStore } from './reference-store.ts'

/**
 * What is wrong: the bytes of another file, a server on the way that knows no parts, more bytes than promised, a file
 * that is gone by the time it is asked for, a file whose own cursor is not the one that was said.
 */
export const snapshotFaults = ['wrong-bytes', 'no-parts', 'too-many', 'gone', 'wrong-cursor'] as const
export type SnapshotFault = (typeof snapshotFaults)[number]

/** In the file's own bytes: what every case begins with, and what stands in another file instead. */
const [SOMEBODY, ANYBODY] = ['井盖', '井口'].map((word) => Buffer.from(word, 'utf8').toString('latin1')) as [string, string]

interface Kept {
  readonly info: SnapshotInfo
  readonly packed: Buffer
  /** Of a file that could be a cache, but is not this one. */
  readonly other: Buffer
  /** What a seat that has taken it has been told. */
  readonly told: ChangesPage
}

interface Building {
  readonly epoch: string
  readonly writer: SyncApi<CacheWriterApi>
}

export class ReferenceSnapshots {
  readonly #folder: string
  readonly #kept: Kept[] = []
  #building: Building | null = null
  #builds = 0
  /** Something is wrong with what is served now. */
  fault: SnapshotFault | null = null

  constructor(folder: string) {
    this.#folder = join(folder, 'snapshots')
  }

  /** What is wrong with its files from now on; null: nothing. */
  failBy(fault: SnapshotFault | null): void {
    this.fault = fault
  }

  get isBuilding(): boolean {
    return this.#building !== null
  }

  /** Reads the first rows; what changes until {@link finish} comes in between. */
  begin(store: ReferenceStore, rows: number, time: number): void {
    if (this.#building !== null) return
    this.#builds += 1
    const folder = this.#folderOf(this.#builds)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const opened = openCacheWriter(folder)
    if (!opened.ok) throw new Error(`no cache to build a snapshot in: ${opened.error.code}`)
    opened.value.applyPage(store.page(0, rows, time))
    this.#building = { epoch: store.epoch, writer: opened.value }
  }

  /** Reads the rest and keeps the file; a life of the store that is over leaves none. */
  finish(store: ReferenceStore, time: number): void {
    const building = this.#building
    if (building === null) return
    this.#building = null
    const folder = this.#folderOf(this.#builds)
    const cursor = building.writer.cursor()
    if (building.epoch === store.epoch && cursor !== null) building.writer.applyPage(store.page(cursor.seq, Infinity, time))
    building.writer.close()
    if (building.epoch === store.epoch) this.#kept.push(packed(folder, store, time))
    rmSync(folder, { recursive: true, force: true })
  }

  /** The newest; null where none was ever made. */
  newest(): SnapshotInfo | null {
    const kept = this.#kept.at(-1)
    if (kept === undefined) return null
    const { info, other } = kept
    if (this.fault === 'wrong-bytes') return { ...info, bytes: other.length, sha256: sha256Of(other) }
    return this.fault === 'wrong-cursor' ? { ...info, seq: info.seq + 1 } : info
  }

  /** Bytes from one on; null when there is no such file. */
  read(sha256: string, from: number): { readonly isPart: boolean; readonly bytes: Buffer } | null {
    const files = this.#kept.flatMap(({ packed, other }) => [packed, other])
    const found = files.find((file) => sha256Of(file) === sha256)
    if (found === undefined || this.fault === 'gone') return null
    const isPart = from > 0 && this.fault !== 'no-parts'
    const bytes = found.subarray(isPart ? from : 0)
    return { isPart, bytes: this.fault === 'too-many' ? Buffer.concat([bytes, bytes]) : bytes }
  }

  /** What the cache out of a file that stands there was told. */
  toldBy({ epoch, seq }: Cursor): ChangesPage | null {
    return this.#kept.findLast(({ told }) => told.epoch === epoch && told.next === seq)?.told ?? null
  }

  #folderOf(build: number): string {
    return join(this.#folder, String(build))
  }
}

function packed(folder: string, store: ReferenceStore, time: number): Kept {
  const copy = join(folder, 'copy.db')
  const copied = copyCache(cacheFile(folder), copy)
  if (!copied.ok) throw new Error(`no snapshot: ${copied.error.code} ${copied.error.detail ?? ''}`)
  const raw = readFileSync(copy)
  const bytes = zstdCompressSync(raw)
  const info = {
    ...copied.value,
    ...{ schema: CACHE_SCHEMA, bytes: bytes.length, sha256: sha256Of(bytes) },
    ...{ rawBytes: raw.length, rawSha256: sha256Of(raw), builtAt: time },
  }
  const other = zstdCompressSync(Buffer.from(raw.toString('latin1').replaceAll(SOMEBODY, ANYBODY), 'latin1'))
  return { info, packed: bytes, other, told: store.page(0, Infinity, time) }
}

const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
