import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { randomUUID } from 'node:crypto'

/** Where attachments stand: uploads under way by their id, finished ones by their content. */
export interface AttachmentFiles {
  readonly incoming: string
  pathOf(hash: string): string
}

export function attachmentFiles(dataDir: string): AttachmentFiles {
  const base = join(dataDir, 'attachments')
  return { incoming: join(base, 'incoming'), pathOf: (hash) => join(base, 'by-hash', hash.slice(0, 2), hash) }
}

/** SHA-256 of a file, lower-case hex; reads it in pieces. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/**
 * Puts a finished upload in its place, safe against a power cut. The upload itself stays for a while, so that a seat that did not
 * hear the answer finds it complete instead of missing.
 */
export async function adopt(files: AttachmentFiles, upload: string, hash: string): Promise<void> {
  const place = files.pathOf(hash)
  await mkdir(dirname(place), { recursive: true, mode: 0o700 })
  await sync(upload)
  const fresh = `${place}.${randomUUID()}`
  await link(upload, fresh)
  await rename(fresh, place)
  // Renaming onto another name of the same file is no rename at all; the extra name would stay.
  await rm(fresh, { force: true })
  await sync(dirname(place))
}

/**
 * The files and the rows about them may come from different backups: what is said to be here may have been lost, or cut off. Then
 * it is not here, and whoever still has it may send it again.
 */
export async function lies(path: string, size: number): Promise<boolean> {
  try {
    return (await stat(path)).size === size
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

/** Has the disk, or the share of it that is ours, no room left? */
export function isNoRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes uploads, finished or given up, that nobody has touched since `olderThan` (epoch ms). */
export async function sweepIncoming(files: AttachmentFiles, olderThan: number): Promise<number> {
  const names = await readdir(files.incoming)
  let removed = 0
  for (const name of names) {
    const path = join(files.incoming, name)
    if ((await stat(path)).mtimeMs >= olderThan) continue
    await rm(path, { force: true })
    removed += 1
  }
  return removed
}
