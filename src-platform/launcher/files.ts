import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { refuse } from '#shared/kernel/result.ts'

/** True for what Node throws when the operating system refuses a call. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error
}

/** The file's text, or null when there is no such file. */
export function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return null
    throw error
  }
}

/** Replaces a file so that a reader, and a power cut, see the old text or the new, never a part. Mode 0600. */
export function writeDurably(path: string, text: string): void {
  const draft = `${path}.new`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
  syncFolder(dirname(path))
}

/** Makes renames inside a folder survive a power cut; Windows has no such call and needs none. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** What an operating system's refusal means to the operator; anything else is a programming error and is thrown on. */
export function refusalFromFault(error: unknown): ReturnType<typeof refuse> {
  if (!isSystemError(error)) throw error
  const detail = `${error.code ?? ''} ${error.path ?? ''}`.trim()
  return refuse(error.code === 'ENOSPC' || error.code === 'EDQUOT' ? 'disk-full' : 'storage-failed', detail)
}
