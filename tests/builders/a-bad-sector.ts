import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { onTestFinished } from 'vitest'

/** Until the test is over the disk does not give byte `at` of a file to whoever reads it without SQLite. */
export function aBadSector(file: string, at: number): void {
  const { openSync, readSync } = fs
  const positions = new Map<number, number>()
  fs.openSync = (path, ...rest) => {
    const fd = openSync(path, ...rest)
    if (path === file) positions.set(fd, 0)
    else positions.delete(fd)
    return fd
  }
  const read = (fd: number, buffer: Uint8Array, offset = 0, length = buffer.byteLength, position?: number): number => {
    const from = position ?? positions.get(fd)
    if (positions.has(fd) && from !== undefined && from <= at && at < from + length)
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
    const count = readSync(fd, buffer, offset, length, position ?? null)
    if (position === undefined && from !== undefined) positions.set(fd, from + count)
    return count
  }
  fs.readSync = read as typeof readSync
  syncBuiltinESMExports()
  onTestFinished(() => {
    Object.assign(fs, { openSync, readSync })
    syncBuiltinESMExports()
  })
}
