import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { isCode } from './system-error.ts'

/** Writes a file only its owner can read (0600), whole or not at all, and on the disk before it has its name. */
export function writePrivateFile(path: string, content: string | Buffer): void {
  const draft = `${path}.${randomBytes(4).toString('hex')}.new`
  const file = openSync(draft, 'wx', 0o600)
  try {
    const bytes = Buffer.from(content)
    for (let written = 0; written < bytes.byteLength;) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
}

/** The bytes, or null when there is no such file. One that others could read is closed to them first. */
export function readPrivateFile(path: string): Buffer | null {
  try {
    chmodSync(path, 0o600)
    return readFileSync(path)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}
