import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HallPaths } from './data-dir.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'

const KEY_BYTES = 32

/**
 * Key of this machine's own secrets (`HostLaunch.deviceKey`), made once. A damaged one is refused and never replaced, because the
 * sealed credential hangs on it.
 */
export function fileDeviceKey(paths: HallPaths): Result<Buffer> {
  return keyFile(join(paths.secrets, 'device.key'))
}

/** Secret under which windows are known (`HostLaunch.web.secret`); stable, so that open windows survive a restart. */
export function webSecret(paths: HallPaths): Result<Buffer> {
  return keyFile(join(paths.secrets, 'web.key'))
}

/** A new web secret: every pass handed out before is worthless from the next start of the host. */
export function renewWebSecret(paths: HallPaths): Buffer {
  return makeKey(join(paths.secrets, 'web.key'))
}

function keyFile(path: string): Result<Buffer> {
  const present = readPrivateFile(path)
  if (present === null) return ok(makeKey(path))
  return present.byteLength === KEY_BYTES ? ok(present) : refuse('sealed-unreadable', path)
}

function makeKey(path: string): Buffer {
  const key = randomBytes(KEY_BYTES)
  writePrivateFile(path, key)
  return key
}
