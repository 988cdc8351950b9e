import { chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { syncFolder } from '../attachments/index.ts'

/**
 * Writes the files of an export into a folder of this machine, only for its owner, on the disk when it answers. Whoever asked
 * for them may never save what the window offers. Refuses `disk-full` and `storage-failed`; what is half written is removed.
 */
export async function keepExport(folder: string, files: Readonly<Record<string, string>>): Promise<Result<null>> {
  const drafts: string[] = []
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
    for (const [name, text] of Object.entries(files)) {
      const draft = join(folder, `${name}.new`)
      drafts.push(draft)
      await rm(draft, { force: true })
      await writeDown(draft, text)
    }
    for (const name of Object.keys(files)) await rename(join(folder, `${name}.new`), join(folder, name))
    await syncFolder(folder)
    await syncFolder(dirname(folder))
    return ok(null)
  } catch (error) {
    // A disk that refuses this as well has said why already.
    await Promise.allSettled(drafts.map((draft) => rm(draft, { force: true })))
    if (!(error instanceof Error && 'code' in error)) throw error
    return refuse(error.code === 'ENOSPC' || error.code === 'EDQUOT' ? 'disk-full' : 'storage-failed', error.message)
  }
}

async function writeDown(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
