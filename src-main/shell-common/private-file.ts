import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { isCode, isSystemError } from './system-error.ts'

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

/** The same where a full or broken disk is to be told and lived with; nothing but the file is missing then. */
export function tryWritePrivateFile(path: string, content: string | Buffer): Result<void> {
  try {
    writePrivateFile(path, content)
    return ok(undefined)
  } catch (error) {
    return refuseDisk(error, path)
  }
}

/** What the system's refusal means to the person at the machine; anything else is a fault of ours and is thrown on. */
export function refuseDisk(error: unknown, path: string): Result<never> {
  if (!isSystemError(error)) throw error
  return refuse(isCode(error, 'ENOSPC', 'EDQUOT') ? 'disk-full' : 'storage-failed', `${error.code} ${path}`)
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
