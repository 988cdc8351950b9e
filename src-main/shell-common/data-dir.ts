import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { isSystemError } from './system-error.ts'

/** Where everything of one hall instance stands; every folder has mode 0700, every file with a secret 0600. */
export interface HallPaths {
  readonly base: string
  /** The host's folder: ledger, cache, sealed device credential. */
  readonly seat: string
  /** The embedded platform's folder. */
  readonly platform: string
  /** Keys made by the shell. */
  readonly secrets: string
  /** Entry files of the browser shell. */
  readonly entries: string
  /** Profiles of the system browser, one per window. */
  readonly browser: string
  readonly logs: string
  /** Seat, ports and generation of former starts. */
  readonly remembered: string
  /** Processes of the present or a killed start. */
  readonly running: string
  /** Unix socket at which the running shell answers. */
  readonly control: string
}

export function hallPaths(base: string): HallPaths {
  return {
    base,
    seat: join(base, 'seat'),
    platform: join(base, 'platform'),
    secrets: join(base, 'secrets'),
    entries: join(base, 'entries'),
    browser: join(base, 'browser'),
    logs: join(base, 'logs'),
    remembered: join(base, 'hall.json'),
    running: join(base, 'running.json'),
    control: join(base, 'control.sock'),
  }
}

/** Folder by folder: Node's own way of making several asks for ever where a file system has no room for names (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { mode: 0o700 })
}

/** Makes the folders; refuses (`data-dir-unusable`) one that is not a folder, not writable or another user's. */
export function prepareDataDir(base: string): Result<HallPaths> {
  const paths = hallPaths(base)
  try {
    const { base: root, seat, platform, secrets, entries, browser, logs } = paths
    for (const folder of [root, seat, platform, secrets, entries, browser, logs]) {
      makeFolder(folder)
      const found = statSync(folder)
      if (!found.isDirectory()) return refuse('data-dir-unusable', `${folder}: not a folder`)
      // Whoever owns the folder could swap what is in it. Windows has no such numbers.
      if (process.getuid !== undefined && found.uid !== process.getuid())
        return refuse('data-dir-unusable', `${folder}: other owner`)
      chmodSync(folder, 0o700)
    }
    return ok(paths)
  } catch (error) {
    if (isSystemError(error)) return refuse('data-dir-unusable', error.message)
    throw error
  }
}
