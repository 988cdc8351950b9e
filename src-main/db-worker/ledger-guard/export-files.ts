import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { GuardPaths } from './guard-paths.ts'
import { readIfReadable, replaceFile } from './safe-files.ts'

const BLOCK = 512

/** One archive (tar, gzip, mode 600) of the files in doubt; never a key, so nobody can open what is sealed. */
export function exportFiles(paths: GuardPaths, now: number): { file: string; bytes: number } {
  const files = ['', '-wal', '-shm'].map((end) => `${paths.ledger}${end}`).concat(paths.witness, paths.suspect)
  const parts = files.flatMap((file) => entryIf(basename(file), readIfReadable(file), now))
  const archive = gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]))
  mkdirSync(paths.exports, { recursive: true, mode: 0o700 })
  const time = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const file = join(paths.exports, `ledger-${time}.tar.gz`)
  replaceFile(file, archive)
  return { file, bytes: archive.length }
}

const entryIf = (name: string, content: Buffer | null, now: number): Buffer[] =>
  content === null ? [] : entryOf(name, content, now)

/** Header, content and padding of one file (ustar). */
function entryOf(name: string, content: Buffer, now: number): Buffer[] {
  const header = Buffer.alloc(BLOCK)
  const octal = (value: number, length: number): string => value.toString(8).padStart(length - 1, '0')
  header.write(name, 0)
  header.write(octal(0o600, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(content.length, 12), 124)
  header.write(octal(Math.floor(now / 1_000), 12), 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\u000000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${octal(sum, 7)}\0 `, 148)
  return [header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]
}
