import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { CHUNK_BYTES, headerOf, newFileKey, sealChunk } from './sealed-format.ts'
import type { FileKey } from './sealed-format.ts'

export interface Written {
  /** SHA-256 of the plain content, lower-case hex. */
  readonly hash: string
  readonly size: number
}

/** Seals what comes in as it comes, one chunk in memory. Calls follow one another; errors are those of the file system. */
export class SealedWriter {
  readonly path: string
  readonly #handle: FileHandle
  /** What it is sealed under. */
  readonly file: FileKey
  readonly #hash: Hash = createHash('sha256')
  /** The last chunk is known only at the end, so one is always held back. */
  readonly #held = Buffer.alloc(CHUNK_BYTES)
  #heldBytes = 0
  #index = 0
  #size = 0
  #isClosed = false
  #written: Written | null = null

  private constructor(path: string, handle: FileHandle, file: FileKey) {
    this.path = path
    this.#handle = handle
    this.file = file
  }

  static async create(path: string, storeKey: Buffer): Promise<SealedWriter> {
    const handle = await open(path, 'wx', 0o600)
    const file = newFileKey()
    const writer = new SealedWriter(path, handle, file)
    try {
      await handle.writeFile(headerOf(storeKey, file))
      return writer
    } catch (error) {
      await writer.drop()
      throw error
    }
  }

  get size(): number {
    return this.#size
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes)
    this.#size += bytes.byteLength
    for (let from = 0; from < bytes.byteLength;) {
      if (this.#heldBytes === CHUNK_BYTES) await this.#seal(false)
      const part = bytes.subarray(from, from + CHUNK_BYTES - this.#heldBytes)
      this.#held.set(part, this.#heldBytes)
      this.#heldBytes += part.byteLength
      from += part.byteLength
    }
  }

  /** All of it is on disk when this resolves; the name is still the temporary one. Asked again it answers the same. */
  async finish(): Promise<Written> {
    if (this.#written !== null) return this.#written
    await this.#seal(true)
    await this.#handle.sync()
    await this.#close()
    this.#written = { hash: this.#hash.digest('hex'), size: this.#size }
    return this.#written
  }

  /** Gives up: nothing of it stays. */
  async drop(): Promise<void> {
    if (!this.#isClosed) await this.#close()
    await rm(this.path, { force: true })
  }

  async #close(): Promise<void> {
    this.#isClosed = true
    await this.#handle.close()
  }

  async #seal(isLast: boolean): Promise<void> {
    const sealed = sealChunk(this.file, this.#index, isLast, this.#held.subarray(0, this.#heldBytes))
    await this.#handle.writeFile(sealed)
    this.#index += 1
    this.#heldBytes = 0
  }
}
