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
  replaceFileBy(file, [bytes])
}

/** The same by pieces that are made one after the other: a file of any size. */
export function replaceFileBy(file: string, pieces: Iterable<Uint8Array>): void {
  const draft = `${file}.new`
  const fd = openSync(draft, 'w', 0o600)
  try {
    ftruncateSync(fd, 0)
    // A nearly full disk takes a part and says nothing: it refuses only what is left over.
    for (const bytes of pieces) {
      for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written)
    }
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

/** A file that is read piece by piece: a ledger may be larger than what Node reads at once (2 GiB). */
export interface Pieces {
  readonly size: number
  /** Undefined: they are not all there, or the disk does not give them. */
  read(at: number, length: number): Buffer | undefined
  close(): void
}

/** For a file in doubt: null when it cannot be read at all. */
export function openPieces(file: string): Pieces | null {
  const size = sizeOf(file)
  if (size === null || whyUnreadable(file) !== null) return null
  const fd = openSync(file, 'r')
  return {
    size,
    read: (at, length) => (at >= 0 && length >= 0 && at + length <= size ? readPiece(fd, at, length) : undefined),
    close: () => {
      closeSync(fd)
    },
  }
}

function readPiece(fd: number, at: number, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length)
  try {
    return readSync(fd, bytes, 0, length, at) === length ? bytes : undefined
  } catch (error) {
    // A place of the disk that is gone takes only itself along.
    if (error instanceof Error && 'code' in error && error.code === 'EIO') return undefined
    throw error
  }
}

export function readIfThere(file: string): Buffer | null {
  return sizeOf(file) === null ? null : readFileSync(file)
}

/** Gone, also after a power cut. */
export function removeFile(file: string): void {
  rmSync(file, { force: true })
  syncFolder(dirname(file))
}
