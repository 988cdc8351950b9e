import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FileStore } from '@tus/file-store'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { isNoRoom } from './files.ts'

/** Every server of the checksum extension must know sha1; the hall's own programs use sha256. */
export const checksumAlgorithms = ['sha256', 'sha1'] as const

export interface PieceChecksum {
  readonly algorithm: (typeof checksumAlgorithms)[number]
  readonly digest: Buffer
}

/** tus hands the store a body without its headers: what the piece under way must come to travels beside it. */
const announced = new AsyncLocalStorage<PieceChecksum>()

const DIGEST_BYTES = { sha256: 32, sha1: 20 } as const

/** Reads `Upload-Checksum: sha256 <base64>`; undefined when there is none. */
export function readChecksum(header: string | undefined): Result<PieceChecksum | undefined> {
  if (header === undefined) return ok(undefined)
  const [name, base64 = '', ...more] = header.split(' ')
  const algorithm = checksumAlgorithms.find((known) => known === name)
  const digest = Buffer.from(base64, 'base64')
  const isSound = algorithm !== undefined && digest.length === DIGEST_BYTES[algorithm] && more.length === 0
  return isSound ? ok({ algorithm, digest }) : refuse('bad-request', 'Upload-Checksum')
}

/** Whatever `work` writes into the store must come to this. */
export function withChecksum<T>(checksum: PieceChecksum | undefined, work: () => Promise<T>): Promise<T> {
  return checksum === undefined ? work() : announced.run(checksum, work)
}

/** What is thrown for a piece that was not taken. */
export interface PieceRefusals {
  /** It does not come to its checksum. */
  damaged(): Error
  /** The disk is full. */
  noRoom(): Error
}

/**
 * The file store of tus with the checksum extension: a piece that is not what was announced leaves nothing behind. Its own way of
 * writing hides why it could not.
 */
export class CheckedFileStore extends FileStore {
  readonly #refusals: PieceRefusals

  constructor(directory: string, refusals: PieceRefusals) {
    super({ directory })
    this.extensions = [...this.extensions, 'checksum']
    this.#refusals = refusals
  }

  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const path = join(this.directory, id)
    const expected = announced.getStore()
    if (expected === undefined) return this.#append(readable, path, offset)
    const hash = createHash(expected.algorithm)
    const checked = new Transform({
      transform(bytes: Buffer, _encoding, done) {
        hash.update(bytes)
        done(null, bytes)
      },
    })
    // Both have ended before anything is cut away again.
    const [written, passed] = await Promise.allSettled([this.#append(checked, path, offset), pipeline(readable, checked)])
    const isWhole = written.status === 'fulfilled' && passed.status === 'fulfilled'
    if (isWhole && hash.digest().equals(expected.digest)) return written.value
    // Also one that was cut off: nothing can be said of the part that came.
    await truncate(path, offset)
    throw [written, passed].find((end) => end.status === 'rejected')?.reason ?? this.#refusals.damaged()
  }

  async #append(readable: Readable, path: string, offset: number): Promise<number> {
    const file = createWriteStream(path, { flags: 'r+', start: offset })
    try {
      await pipeline(readable, file)
    } catch (error) {
      throw isNoRoom(error) ? this.#refusals.noRoom() : error
    }
    return offset + file.bytesWritten
  }
}
