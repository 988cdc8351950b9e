import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** A rename or removal is only safe from a power cut once its folder is on disk too; Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  syncPath(folder)
}

/** Brings what other code has written to a file onto the disk. */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/**
 * Replaces a file as a whole, mode 600: afterwards, and after a power cut at any moment, it is the old one or the new one. What
 * could not be written whole (ENOSPC) does not stay.
 */
export function replaceFile(file: string, bytes: Uint8Array): void {
  const draft = `${file}.new`
  const fd = openSync(draft, 'w', 0o600)
  try {
    ftruncateSync(fd, 0)
    // A nearly full disk takes a part and says nothing: it refuses only what is left over.
    for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written)
    fsyncSync(fd)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  } finally {
    closeSync(fd)
  }
  renameSync(draft, file)
  syncFolder(dirname(file))
}

/** Bytes in a file; null when there is none. */
export function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null
}

/** Why the bytes of something that is there cannot be had, as the system says it (EISDIR: it is no file); null when they can. */
export function whyUnreadable(file: string): string | null {
  if (sizeOf(file) === null) return null
  try {
    const fd = openSync(file, 'r')
    try {
      readSync(fd, Buffer.alloc(1))
    } finally {
      closeSync(fd)
    }
    return null
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
    throw error
  }
}

/** For a file in doubt: what cannot be read counts as nothing. */
export function readIfReadable(file: string): Buffer | null {
  return whyUnreadable(file) === null ? readIfThere(file) : null
}

export function readIfThere(file: string): Buffer | null {
  return sizeOf(file) === null ? null : readFileSync(file)
}

/** Gone, also after a power cut. */
export function removeFile(file: string): void {
  rmSync(file, { force: true })
  syncFolder(dirname(file))
}
