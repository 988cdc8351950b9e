import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { diskRefusal } from './disk-refusal.ts'
import { measure } from './sealed-format.ts'
import { SealedReader } from './sealed-reader.ts'
import { SealedWriter } from './sealed-writer.ts'
import type { Written } from './sealed-writer.ts'

export interface FileStoreOptions {
  /** Folder of its own, made with mode 0700. */
  readonly folder: string
  readonly storeKey: Buffer
  /** What may lie here beyond the files that must; the longest unused go first. */
  readonly mostCachedBytes: number
}

interface Kept {
  readonly size: number
  usedAt: number
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
  readonly #files = new Map<string, Kept>()

  private constructor(options: FileStoreOptions) {
    this.#options = options
    this.#incoming = join(options.folder, 'incoming')
    this.#kept = join(options.folder, 'kept')
  }

  /** Throws away what was not finished when the machine stopped. */
  static async open(options: FileStoreOptions): Promise<FileStore> {
    const store = new FileStore(options)
    await rm(store.#incoming, { recursive: true, force: true })
    for (const folder of [store.#incoming, store.#kept]) await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(store.#kept)) {
      const { size, mtimeMs } = await stat(join(store.#kept, name))
      const measured = measure(size)
      // What is no file of ours, or was cut off, can never be read again.
      if (!HASH.test(name) || measured === null) await rm(join(store.#kept, name), { force: true })
      else store.#files.set(name, { size: measured.size, usedAt: mtimeMs })
    }
    return store
  }

  has(hash: string): boolean {
    return this.#files.has(hash)
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
      // One that lies there already may be damaged; the fresh one is not.
      await rename(writer.path, this.#pathOf(written.hash))
      await syncFolder(this.#kept)
      this.#files.set(written.hash, { size: written.size, usedAt: now })
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

/** A rename is only safe from a power cut once its folder is on disk too; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
