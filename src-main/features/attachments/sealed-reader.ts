import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { diskRefusal } from './disk-refusal.ts'
import { CHUNK_BYTES, HEADER_BYTES, SEALED_CHUNK_BYTES, chunkAt, measure, openChunk, openHeader } from './sealed-format.ts'
import type { FileKey } from './sealed-format.ts'

/** Reads ranges of a sealed file; whatever was changed in it is refused with 'copy-unreadable', never handed out. */
export class SealedReader {
  readonly size: number
  readonly #handle: FileHandle
  readonly #file: FileKey
  readonly #chunks: number

  private constructor(handle: FileHandle, file: FileKey, chunks: number, size: number) {
    this.#handle = handle
    this.#file = file
    this.#chunks = chunks
    this.size = size
  }

  static async open(path: string, storeKey: Buffer): Promise<Result<SealedReader>> {
    let handle: FileHandle
    try {
      handle = await open(path, 'r')
    } catch (error) {
      return { ok: false, error: diskRefusal(error) }
    }
    const reader = await SealedReader.#over(handle, storeKey)
    if (!reader.ok) await handle.close()
    return reader
  }

  static async #over(handle: FileHandle, storeKey: Buffer): Promise<Result<SealedReader>> {
    try {
      const measured = measure((await handle.stat()).size)
      const header = await readExactly(handle, 0, HEADER_BYTES)
      const file = header === null ? null : openHeader(storeKey, header)
      if (measured === null || file === null) return refuse('copy-unreadable', 'header')
      return ok(new SealedReader(handle, file, measured.chunks, measured.size))
    } catch (error) {
      return { ok: false, error: diskRefusal(error) }
    }
  }

  get file(): FileKey {
    return this.#file
  }

  /** As many bytes as there are from there on, at most `length`. */
  async read(from: number, length: number): Promise<Result<Buffer>> {
    const to = Math.min(from + length, this.size)
    const parts: Buffer[] = []
    for (let at = from; at < to;) {
      const index = Math.floor(at / CHUNK_BYTES)
      const chunk = await this.#chunk(index)
      if (chunk === null) return refuse('copy-unreadable', `chunk ${String(index)}`)
      const start = index * CHUNK_BYTES
      parts.push(chunk.subarray(at - start, to - start))
      at = start + CHUNK_BYTES
    }
    return ok(Buffer.concat(parts))
  }

  /** SHA-256 of the content; null when a chunk does not open. */
  async hash(): Promise<string | null> {
    const hash = createHash('sha256')
    for (let index = 0; index < this.#chunks; index += 1) {
      const chunk = await this.#chunk(index)
      if (chunk === null) return null
      hash.update(chunk)
    }
    return hash.digest('hex')
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  async #chunk(index: number): Promise<Buffer | null> {
    const isLast = index === this.#chunks - 1
    const plainBytes = isLast ? this.size - index * CHUNK_BYTES : CHUNK_BYTES
    const sealed = await readExactly(this.#handle, chunkAt(index), plainBytes + SEALED_CHUNK_BYTES - CHUNK_BYTES)
    return sealed === null ? null : openChunk(this.#file, index, isLast, sealed)
  }
}

/** Null when the file ends before; a disk that cannot be read says the same. */
async function readExactly(handle: FileHandle, at: number, length: number): Promise<Buffer | null> {
  const bytes = Buffer.alloc(length)
  try {
    const { bytesRead } = await handle.read(bytes, 0, length, at)
    return bytesRead === length ? bytes : null
  } catch (error) {
    diskRefusal(error)
    return null
  }
}
