import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HallPaths } from './data-dir.ts'
import { wasEnrolled } from './enrolment.ts'
import { readPrivateFile, tryWritePrivateFile } from './private-file.ts'

const KEY_BYTES = 32

/**
 * Key of this machine's own secrets (`HostLaunch.deviceKey`), made once. A damaged one is refused and never replaced, because the
 * sealed credential hangs on it.
 */
export function fileDeviceKey(paths: HallPaths): Result<Buffer> {
  const path = join(paths.secrets, 'device.key')
  const present = readPrivateFile(path)
  if (present === null) return mayMakeKey(paths) ? makeKey(path) : refuse('sealed-unreadable', path)
  return present.byteLength === KEY_BYTES ? ok(present) : refuse('sealed-unreadable', path)
}

/** Where this machine was enrolled before, a missing key is one that was lost: a new one would open nothing. */
export const mayMakeKey = (paths: HallPaths): boolean => !wasEnrolled(paths)

/** Secret under which windows are known (`HostLaunch.web.secret`); stable, so that open windows survive a restart. */
export function webSecret(paths: HallPaths): Result<Buffer> {
  // Nothing is sealed under it: a damaged one costs no more than opening the windows again.
  return presentOrNew(webFile(paths))
}

/** For a key that may be made anew when it is gone or damaged. */
export function presentOrNew(path: string): Result<Buffer> {
  const present = readPrivateFile(path)
  return present?.byteLength === KEY_BYTES ? ok(present) : makeKey(path)
}

/** A new web secret: every pass handed out before is worthless from the next start of the host. */
export function renewWebSecret(paths: HallPaths): Result<Buffer> {
  return makeKey(webFile(paths))
}

const webFile = (paths: HallPaths): string => join(paths.secrets, 'web.key')

function makeKey(path: string): Result<Buffer> {
  const key = randomBytes(KEY_BYTES)
  const written = tryWritePrivateFile(path, key)
  return written.ok ? ok(key) : written
}
