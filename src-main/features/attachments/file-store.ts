import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { diskRefusal } from './disk-refusal.ts'
import { HEADER_BYTES, headerOf, measure } from './sealed-format.ts'
import { SealedReader } from './sealed-reader.ts'
import { SealedWriter } from './sealed-writer.ts'
import type { Written } from './sealed-writer.ts'
import { SpareWays } from './spare-ways.ts'
import type { HallSeal } from './spare-ways.ts'
import { syncFolder } from './sync-folder.ts'

export interface FileStoreOptions {
  /** Folder of its own, made with mode 0700. */
  readonly folder: string
  readonly storeKey: Buffer
  /** What may lie here beyond the files that must; the longest unused go first. */
  readonly mostCachedBytes: number
  /** Seals a second way to what was staged here; left out, there is none. */
  readonly hallSeal?: HallSeal
}

interface Kept {
  readonly size: number
  usedAt: number
  /** Sealed under a key this machine has not got, and there is no other way to it. */
  readonly isClosed: boolean
}

/** So much of the disk stays free for the ledger, whatever somebody attaches. */
const KEEP_FREE_BYTES = 64 * 1024 * 1024
const SHORT_BYTES = 1024 ** 3
const HASH = /^[0-9a-f]{64}$/

/** Sealed copies by their content's hash: staged ones and those fetched to be looked at. The same content lies here once. */
export class FileStore {
  readonly #options: FileStoreOptions
  readonly #incoming: string
  readonly #kept: string
  readonly #ways: SpareWays | null
  readonly #files = new Map<string, Kept>()

  private constructor(options: FileStoreOptions) {
    this.#options = options
    this.#incoming = join(options.folder, 'incoming')
    this.#kept = join(options.folder, 'kept')
    this.#ways = options.hallSeal === undefined ? null : new SpareWays(join(options.folder, 'ways'), options.hallSeal)
  }

  /** Throws away what was not finished when the machine stopped; takes the second way to what its key does not open. */
  static async open(options: FileStoreOptions): Promise<FileStore> {
    const store = new FileStore(options)
    await rm(store.#incoming, { recursive: true, force: true })
    for (const folder of [store.#incoming, store.#kept]) await mkdir(folder, { recursive: true, mode: 0o700 })
    await store.#ways?.prepare()
    for (const name of await readdir(store.#kept)) {
      const { size, mtimeMs } = await stat(join(store.#kept, name))
      const measured = measure(size)
      // What is no file of ours, or was cut off, can never be read again.
      if (!HASH.test(name) || measured === null) await rm(join(store.#kept, name), { force: true })
      else store.#files.set(name, { size: measured.size, usedAt: mtimeMs, isClosed: !(await store.#opens(name)) })
    }
    return store
  }

  /** It lies here and can be read. */
  has(hash: string): boolean {
    return this.#files.get(hash)?.isClosed === false
  }

  /** Makes sure of the second way to files that must not be lost; those it cannot be made for are left as they are. */
  async secure(hashes: readonly string[]): Promise<void> {
    if (this.#ways === null) return
    for (const hash of hashes) {
      if (!this.has(hash) || (await this.#ways.find(hash)) !== null) continue
      const reader = await SealedReader.open(this.#pathOf(hash), this.#options.storeKey)
      if (!reader.ok) continue
      await this.#ways.keep(hash, reader.value.file)
      await reader.value.close()
    }
  }

  /** A place for a file of about `size` bytes; 'disk-full' before anything is written. */
  async writer(size: number): Promise<Result<SealedWriter>> {
    try {
      const { bavail, bsize } = await statfs(this.#incoming)
      if (bavail * bsize < size + KEEP_FREE_BYTES) return refuse('disk-full')
      return ok(await SealedWriter.create(join(this.#incoming, randomBytes(16).toString('hex')), this.#options.storeKey))
    } catch (error) {
      return { ok: false, error: diskRefusal(error) }
    }
  }

  /** Finishes a file and puts it in its place, safe against a power cut; `expected`: the only hash it may have. */
  async keep(writer: SealedWriter, now: number, expected?: string): Promise<Result<Written>> {
    try {
      const written = await writer.finish()
      if (expected !== undefined && written.hash !== expected) {
        await writer.drop()
        return refuse('hash-mismatch', expected)
      }
      // What was fetched the platform has; what began here may lie nowhere else.
      if (expected === undefined) await this.#ways?.keep(written.hash, writer.file)
      else await this.#ways?.drop(written.hash)
      // One that lies there already may be damaged; the fresh one is not.
      await rename(writer.path, this.#pathOf(written.hash))
      await syncFolder(this.#kept)
      this.#files.set(written.hash, { size: written.size, usedAt: now, isClosed: false })
      return ok(written)
    } catch (error) {
      await writer.drop()
      return { ok: false, error: diskRefusal(error) }
    }
  }

  async read(hash: string, from: number, length: number, now: number): Promise<Result<{ bytes: Buffer; size: number }>> {
    const kept = this.#files.get(hash)
    if (kept === undefined) return refuse('file-not-here', hash)
    const reader = await SealedReader.open(this.#pathOf(hash), this.#options.storeKey)
    if (!reader.ok) return reader
    const bytes = await reader.value.read(from, length)
    await reader.value.close()
    if (!bytes.ok) return bytes
    if (now - kept.usedAt > 60_000) await this.#touch(hash, kept, now)
    return ok({ bytes: bytes.value, size: reader.value.size })
  }

  /** Is the copy whole, and the content that its name says? */
  async isSound(hash: string): Promise<boolean> {
    const reader = await SealedReader.open(this.#pathOf(hash), this.#options.storeKey)
    if (!reader.ok) return false
    const found = await reader.value.hash()
    await reader.value.close()
    return found === hash
  }

  async drop(hash: string): Promise<void> {
    this.#files.delete(hash)
    await rm(this.#pathOf(hash), { force: true })
    await this.#ways?.drop(hash)
  }

  /** Everything that lies here. */
  hashes(): string[] {
    return [...this.#files.keys()]
  }

  /** When it came or was last read, epoch ms; 0 when it is not here. */
  usedAt(hash: string): number {
    return this.#files.get(hash)?.usedAt ?? 0
  }

  /** What would have to go for the rest to fit into the cache, the longest unused first; `mustStay` does not count. */
  beyondCache(mustStay: ReadonlySet<string>): string[] {
    const spare = [...this.#files].filter(([hash]) => !mustStay.has(hash)).sort(([, a], [, b]) => b.usedAt - a.usedAt)
    let bytes = 0
    const beyond = spare.filter(([, { size }]) => (bytes += size) > this.#options.mostCachedBytes)
    return beyond.reverse().map(([hash]) => hash)
  }

  /** So little is free that the next clip might not be taken. */
  async isDiskShort(): Promise<boolean> {
    const { bavail, bsize } = await statfs(this.#kept)
    return bavail * bsize < SHORT_BYTES
  }

  /** Under this machine's key, by itself or after it was put under it again by the second way. */
  async #opens(hash: string): Promise<boolean> {
    const reader = await SealedReader.open(this.#pathOf(hash), this.#options.storeKey)
    if (reader.ok) await reader.value.close()
    const file = reader.ok ? null : ((await this.#ways?.find(hash)) ?? null)
    if (file === null) return reader.ok
    const handle = await open(this.#pathOf(hash), 'r+')
    try {
      // Cut off in the middle of this, the next start does it again: the second way stays.
      await handle.write(headerOf(this.#options.storeKey, file), 0, HEADER_BYTES, 0)
      await handle.sync()
      return true
    } finally {
      await handle.close()
    }
  }

  #pathOf(hash: string): string {
    return join(this.#kept, hash)
  }

  /** The time of use is the file's own time, so that it outlives a restart. */
  async #touch(hash: string, kept: Kept, now: number): Promise<void> {
    kept.usedAt = now
    const seconds = now / 1_000
    await utimes(this.#pathOf(hash), seconds, seconds).catch((error: unknown) => diskRefusal(error))
  }
}
