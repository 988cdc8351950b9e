import { chmodSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { ok, refuse, type Result } from '#shared/kernel/result.ts'
import { readIfPresent, writeDurably } from './files.ts'
import type { LauncherPaths } from './paths.ts'
import { SOCKET_PORT } from './settings.ts'

/** `sun_path` holds 108 bytes, the closing NUL among them. */
const SOCKET_PATH_LIMIT_BYTES = 107
const FOREIGN_PREFIX = 'hall-pg-'

/** Whether PostgreSQL's socket fits into this folder's name, and the folder into its settings file. */
export function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${String(SOCKET_PORT)}`)) <= SOCKET_PATH_LIMIT_BYTES && !/[\r\n]/.test(folder)
}

/** The private folder for the socket: below the data folder, or a recorded one with a random name where that path is too long. */
export function prepareSocketDir(paths: LauncherPaths): Result<string> {
  if (fitsSocket(paths.run)) {
    mkdirSync(paths.run, { recursive: true, mode: 0o700 })
    chmodSync(paths.run, 0o700)
    return ok(paths.run)
  }
  const recorded = readIfPresent(paths.socketDirRecord)?.trim()
  if (recorded !== undefined && isPrivate(recorded)) return ok(recorded)
  const parent = [realpathSync(tmpdir()), '/tmp'].find((folder) => fitsSocket(join(folder, `${FOREIGN_PREFIX}XXXXXX`)))
  if (parent === undefined) return refuse('storage-failed', `socket path too long: ${paths.run}`)
  const folder = mkdtempSync(join(parent, FOREIGN_PREFIX))
  writeDurably(paths.socketDirRecord, folder)
  return ok(folder)
}

/** Takes away a socket folder that stands outside the data folder. */
export function removeForeignSocketDir(paths: LauncherPaths): void {
  const recorded = readIfPresent(paths.socketDirRecord)?.trim()
  if (recorded === undefined) return
  if (isPrivate(recorded)) rmSync(recorded, { recursive: true, force: true })
  rmSync(paths.socketDirRecord, { force: true })
}

/** In a folder open to all, a name proves nothing: it must be a real folder, ours, and closed to others. */
function isPrivate(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return (
    found !== undefined &&
    found.isDirectory() &&
    basename(folder).startsWith(FOREIGN_PREFIX) &&
    found.uid === process.getuid?.() &&
    (found.mode & 0o077) === 0
  )
}
