import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { GuardPaths } from './guard-paths.ts'
import { openPieces, replaceFileBy, sizeOf } from './safe-files.ts'

const BLOCK = 512
/** What a place of the disk that is gone costs at most. */
const PIECE_BYTES = 256 * 1024

/** One archive (tar, gzip, mode 600) of the files in doubt; never a key, so nobody can open what is sealed. */
export function exportFiles(paths: GuardPaths, now: number): { file: string; bytes: number } {
  const files = ['', '-wal', '-shm'].map((end) => `${paths.ledger}${end}`).concat(paths.witness, paths.suspect)
  mkdirSync(paths.exports, { recursive: true, mode: 0o700 })
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const file = join(paths.exports, `ledger-${time}.tar.gz`)
  replaceFileBy(file, archiveOf(files, now))
  return { file, bytes: sizeOf(file) ?? 0 }
}

/** Packed piece by piece: members of gzip one after the other are one archive. */
function* archiveOf(files: readonly string[], now: number): Generator<Uint8Array> {
  for (const file of files) {
    for (const bytes of entryIf(file, now)) yield gzipSync(bytes)
  }
  yield gzipSync(Buffer.alloc(2 * BLOCK))
}

/** Header, content and padding of one file (ustar); nothing of one that cannot be read, zeros where the disk does not give it. */
function* entryIf(file: string, now: number): Generator<Uint8Array> {
  const content = openPieces(file)
  if (content === null) return
  try {
    yield headerOf(basename(file), content.size, now)
    for (let at = 0; at < content.size; at += PIECE_BYTES) {
      const length = Math.min(PIECE_BYTES, content.size - at)
      yield content.read(at, length) ?? Buffer.alloc(length)
    }
    yield Buffer.alloc((BLOCK - (content.size % BLOCK)) % BLOCK)
  } finally {
    content.close()
  }
}

function headerOf(name: string, bytes: number, now: number): Buffer {
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, length: number): string => value.toString(8).padStart(length - 1, '0')
  header.write(name, 0)
  header.write(octal(0o600, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(bytes, 12), 124)
  header.write(octal(Math.floor(now / 1_000), 12), 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${octal(sum, 7)}\0 `, 148)
  return header
}
