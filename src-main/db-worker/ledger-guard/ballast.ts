// Room kept for the moment when there is none: given back, it lets what is on its way be written down (ADR 011).
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { storing } from '../storage-errors.ts'
import { sizeOf, syncFolder } from './safe-files.ts'

export const BALLAST_BYTES = 16 * 1024 * 1024
/** Below this the seat warns; an outage of 72 hours writes some 100 MB. */
export const LOW_SPACE_BYTES = 512 * 1024 * 1024
/** The ballast comes back when this much stays free beside it. */
const SPARE_BYTES = 32 * 1024 * 1024
const PIECE_BYTES = 1024 * 1024

export interface DiskSpace {
  readonly freeBytes: number
  readonly hasBallast: boolean
}

/** Free to us on the disk of a folder. */
export function freeBytesIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

export function readSpace(ballast: string): DiskSpace {
  return { freeBytes: freeBytesIn(dirname(ballast)), hasBallast: sizeOf(ballast) === BALLAST_BYTES }
}

/** Makes the ballast when it is missing and there is room for it and more. Real bytes: a hole would be no room at all. */
export function keepBallast(ballast: string): DiskSpace {
  const before = readSpace(ballast)
  if (before.hasBallast || before.freeBytes < BALLAST_BYTES + SPARE_BYTES) return before
  const made = storing(() => fillFile(ballast))
  // A disk that fills up just now keeps what is left of it for others.
  if (!made.ok) releaseBallast(ballast)
  return readSpace(ballast)
}

/** Gives the room back; false when there was none to give. */
export function releaseBallast(ballast: string): boolean {
  if (sizeOf(ballast) === null) return false
  rmSync(ballast, { force: true })
  syncFolder(dirname(ballast))
  return true
}

/** Writes what is too important for a full disk: where it fails, the kept room makes way and it is tried once more. */
export function writeWithBallast(ballast: string, write: () => void): void {
  if (storing(write).ok) return
  releaseBallast(ballast)
  write()
}

function fillFile(file: string): void {
  const fd = openSync(file, 'w', 0o600)
  try {
    // Not zeros: some file systems and disks store those without room.
    const piece = Buffer.alloc(PIECE_BYTES, 'wanmi ballast ')
    for (let written = 0; written < BALLAST_BYTES;) {
      written += writeSync(fd, piece, 0, Math.min(PIECE_BYTES, BALLAST_BYTES - written))
    }
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
