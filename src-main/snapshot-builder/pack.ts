import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress } from 'node:zlib'

export interface Packed {
  readonly bytes: number
  readonly sha256: string
  readonly rawBytes: number
  readonly rawSha256: string
}

/** Fast enough for a background job, and smaller than the lines it will travel on would like it any larger. */
const LEVEL = 6
/** Large ones, because each passes from thread to thread. */
const CHUNK_BYTES = 1024 * 1024

/** Compresses a file as one zstd frame with a checksum; it is on disk when this resolves. */
export async function pack(from: string, to: string): Promise<Packed> {
  const { size } = await stat(from)
  const raw = counting()
  const packed = counting()
  const zstd = createZstdCompress({
    pledgedSrcSize: size,
    chunkSize: CHUNK_BYTES,
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 },
  })
  const out = createWriteStream(to, { mode: 0o600 })
  await pipeline(createReadStream(from, { highWaterMark: CHUNK_BYTES }), raw.through, zstd, packed.through, out)
  await sync(to)
  return { bytes: packed.bytes(), sha256: packed.hash(), rawBytes: raw.bytes(), rawSha256: raw.hash() }
}

function counting(): { through: Transform; bytes: () => number; hash: () => string } {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { through, bytes: () => bytes, hash: () => hash.digest('hex') }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
