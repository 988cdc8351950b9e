// The snapshot on this machine's disk: what has come so far, so that a download goes on after a cut or a restart, and what comes
// out of it.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, rmSync } from 'node:fs'
import { open, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import type { SnapshotInfo } from '#shared/platform-api/snapshot.ts'

/** Every chunk passes from thread to thread several times: at the usual 16 KB that costs more than unpacking. */
const CHUNK_BYTES = 1024 * 1024

/** What every zstd frame begins with (RFC 8878, 3.1.1): a page of somebody on the way does not. */
const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

export type Progress = (bytes: number) => void

/** The bytes are not those that were promised: they are thrown away. */
export class WrongBytes extends Error {}

export class SnapshotFile {
  readonly #part: string
  readonly #of: string
  /** The cache it is decompressed to. */
  readonly unpacked: string

  constructor(folder: string) {
    this.#part = join(folder, 'snapshot.part')
    this.#of = join(folder, 'snapshot.part.sha256')
    this.unpacked = join(folder, 'snapshot.unpacked')
  }

  /** Bytes already here of that snapshot; those of another one are removed. */
  async begin({ sha256, bytes }: SnapshotInfo): Promise<number> {
    const of = await readFile(this.#of, 'utf8').catch(() => '')
    const size = await stat(this.#part).then(
      (found) => found.size,
      () => 0,
    )
    if (of === sha256 && size <= bytes) return size
    this.remove()
    await writeFile(this.#of, sha256, { mode: 0o600 })
    return 0
  }

  /**
   * Adds what comes behind `from`, and says how much is written; all that came before a break stays. Throws {@link WrongBytes}
   * when it cannot be of a snapshot.
   */
  async add(body: Readable, from: number, most: number, progress: Progress): Promise<void> {
    // Read at once and ended here when the line breaks: a broken stream drops what it has not handed over yet.
    const come = body.pipe(new PassThrough())
    const broken: Error[] = []
    body.once('error', (error) => {
      broken.push(error)
      come.end()
    })
    const part = await open(this.#part, from === 0 ? 'w' : 'a', 0o600)
    try {
      let bytes = from
      for await (const chunk of come as AsyncIterable<Buffer>) {
        if (bytes + chunk.length > most) throw new WrongBytes('more than promised')
        if (bytes === 0 && !beginsLikeFrame(chunk)) throw new WrongBytes('not compressed')
        await part.writeFile(chunk)
        bytes += chunk.length
        progress(bytes)
      }
    } finally {
      await part.sync()
      await part.close()
    }
    const [why] = broken
    if (why !== undefined) throw why
  }

  /** Decompresses it while both hashes are reckoned; throws {@link WrongBytes} when anything is not as promised. */
  async unpack({ sha256, rawBytes, rawSha256 }: SnapshotInfo, progress: Progress): Promise<string> {
    const [packed, raw] = [createHash('sha256'), createHash('sha256')]
    try {
      await pipeline(
        createReadStream(this.#part, { highWaterMark: CHUNK_BYTES }),
        hashing(packed),
        createZstdDecompress({ chunkSize: CHUNK_BYTES }),
        counting(rawBytes, progress),
        hashing(raw),
        createWriteStream(this.unpacked, { mode: 0o600, flush: true, highWaterMark: 4 * CHUNK_BYTES }),
      )
    } catch (error) {
      // Of the disk or of the bytes? Only the first may be better the next time.
      if (error instanceof Error && 'syscall' in error) throw error
      throw new WrongBytes('not as promised', { cause: error })
    }
    if (packed.digest('hex') !== sha256 || raw.digest('hex') !== rawSha256) throw new WrongBytes('another hash')
    return this.unpacked
  }

  remove(): void {
    for (const file of [this.#part, this.#of, this.unpacked]) rmSync(file, { force: true })
  }
}

function beginsLikeFrame(chunk: Buffer): boolean {
  const length = Math.min(chunk.length, MAGIC.length)
  return chunk.subarray(0, length).equals(MAGIC.subarray(0, length))
}

function counting(most: number, progress: Progress): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      progress(bytes)
      if (bytes > most) done(new WrongBytes('more than promised'))
      else done(null, chunk)
    },
  })
}

function hashing(hash: { update(chunk: Buffer): unknown }): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
}
