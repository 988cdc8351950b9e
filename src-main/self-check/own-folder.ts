import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

const PREFIX = 'wanmi-self-check-'
/** A check takes seconds. */
const STALE_MS = 3_600_000

/** An empty folder for one check, in the system's folder for such; what killed checks have left there goes first. */
export async function makeOwnFolder(parent: string, now = Date.now()): Promise<string> {
  for (const name of await readdir(parent).catch(() => [])) {
    if (name.startsWith(PREFIX)) await sweep(join(parent, name), now)
  }
  return mkdtemp(join(parent, PREFIX))
}

/** Only a folder, only this user's own, and only an old one: another start may be at its check just now. */
async function sweep(path: string, now: number): Promise<void> {
  try {
    const found = await lstat(path)
    const isOurs = process.getuid === undefined || found.uid === process.getuid()
    if (found.isDirectory() && isOurs && now - found.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true })
  } catch (error) {
    // Gone meanwhile, or not to be erased: it is in nobody's way.
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}
