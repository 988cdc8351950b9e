// The key a machine gets when its own is gone and it is enrolled again: guarded before anything is sealed under it, so that a
// power cut between the new credential and the new key loses neither. It is the machine's key once it opens `device.sealed`.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HallPaths } from './data-dir.ts'

/** In a file of mode 600. */
export const spareFile = (paths: HallPaths): string => join(paths.secrets, 'device.key.next')
/** Under the passphrase. */
export const lockedSpareFile = (paths: HallPaths): string => `${spareFile(paths)}.locked`
/** Wrapped by the system's key ring. */
export const wrappedSpareFile = (paths: HallPaths): string => `${spareFile(paths)}.wrapped`

/** The machine has a key that opens what is sealed here. */
export function dropSpareKey(paths: HallPaths): void {
  for (const file of [spareFile(paths), lockedSpareFile(paths), wrappedSpareFile(paths)]) rmSync(file, { force: true })
}
