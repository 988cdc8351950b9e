// One host per data folder. The lock is the operating system's on an open file, so it never outlives a killed process.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RefusalError } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { lockFile } from './driver.ts'
import { isBusy, storing } from './storage-errors.ts'

/** Takes the folder; 'already-running' names the process that has it. The returned function gives it back. */
export function lockInstance(dataDir: string): Result<() => void> {
  const pidFile = join(dataDir, 'instance.pid')
  return storing(() => {
    const unlock = takeLock(join(dataDir, 'instance.lock'), pidFile)
    writeFileSync(pidFile, String(process.pid), { mode: 0o600 })
    return unlock
  })
}

function takeLock(file: string, pidFile: string): () => void {
  try {
    return lockFile(file)
  } catch (error) {
    if (isBusy(error)) throw new RefusalError({ code: 'already-running', detail: `pid ${holderIn(pidFile)}` })
    throw error
  }
}

/** The file is only a hint for people: what counts is the lock. */
function holderIn(pidFile: string): string {
  const read = storing(() => readFileSync(pidFile, 'utf8').trim())
  return read.ok && /^\d{1,10}$/.test(read.value) ? read.value : 'unknown'
}
