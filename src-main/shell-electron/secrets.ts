import { randomBytes } from 'node:crypto'
import type { SafeStorage } from 'electron'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HallPaths } from '../shell-common/data-dir.ts'
import { lockedFile, plainFile, recoverDeviceKey, setKeyAside, wrappedFile } from '../shell-common/guarded-key.ts'
import type { KeyFiles } from '../shell-common/guarded-key.ts'
import { readPrivateFile, tryWritePrivateFile, writePrivateFile } from '../shell-common/private-file.ts'
import type { Say } from '../shell-common/say.ts'
import { fileDeviceKey, mayMakeKey, presentOrNew } from '../shell-common/secrets.ts'
import { spareFile, wrappedSpareFile } from '../shell-common/spare-key.ts'
import type { ShellLog } from './shell-log.ts'

/** The asynchronous half of safeStorage; the other one leaves Electron with version 46. */
export type KeyRing = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>

export interface GuardedKey {
  /** 32 bytes. */
  readonly key: Buffer
  /** Where it rests: wrapped by the system's key ring, or in a file only this user can read. */
  readonly guard: 'key-ring' | 'file'
}

const KEY_BYTES = 32

/**
 * The key of this machine's own secrets. Wrapped by the key ring where there is a real one; `basic_text` only looks like one (its
 * password is in Electron's source), so it is refused and the key rests in a file of mode 600, which the caller must say aloud.
 * A key that exists is never replaced: the sealed credential hangs on it.
 *
 * A folder that the browser shell has used keeps its file, so that either shell can open it; one whose key that shell has put
 * under a passphrase is refused (`passphrase-needs-browser`), for nobody is asked for one here.
 */
export async function deviceKey(ring: KeyRing, platform: NodeJS.Platform, paths: HallPaths): Promise<Result<GuardedKey>> {
  const wrapped = readPrivateFile(wrappedFile(paths))
  if (wrapped !== null) return unwrapKey(ring, wrapped, wrappedFile(paths))
  const isPlain = readPrivateFile(plainFile(paths)) !== null
  if (!isPlain && readPrivateFile(lockedFile(paths)) !== null) return refuse('passphrase-needs-browser')
  if (isPlain || !(await isRealKeyRing(ring, platform))) {
    const key = fileDeviceKey(paths)
    return key.ok ? ok({ key: key.value, guard: 'file' }) : key
  }
  if (!mayMakeKey(paths)) return refuse('sealed-unreadable', wrappedFile(paths))
  const key = randomBytes(KEY_BYTES)
  writePrivateFile(wrappedFile(paths), await ring.encryptStringAsync(key.toString('base64')))
  return ok({ key, guard: 'key-ring' })
}

async function isRealKeyRing(ring: KeyRing, platform: NodeJS.Platform): Promise<boolean> {
  if (!(await ring.isAsyncEncryptionAvailable())) return false
  if (platform !== 'linux') return true
  const backend = ring.getSelectedStorageBackend()
  return backend !== 'basic_text' && backend !== 'unknown'
}

async function unwrapKey(ring: KeyRing, wrapped: Buffer, file: string): Promise<Result<GuardedKey>> {
  try {
    const { result, shouldReEncrypt } = await ring.decryptStringAsync(wrapped)
    const key = Buffer.from(result, 'base64')
    if (key.byteLength !== KEY_BYTES) return refuse('sealed-unreadable', file)
    // The key ring has changed its own key: ours is wrapped anew under it.
    if (shouldReEncrypt) writePrivateFile(file, await ring.encryptStringAsync(result))
    return ok({ key, guard: 'key-ring' })
  } catch (error) {
    // Locked, or another user's key ring: a supervisor has to unlock it; a new key would orphan the sealed credential.
    return refuse('sealed-unreadable', error instanceof Error ? `${file}: ${error.message}` : file)
  }
}

/** Brings the key back from its sealed copy and guards it anew; what could not be opened is put aside. */
export async function restoreKey(
  ring: KeyRing,
  platform: NodeJS.Platform,
  paths: HallPaths,
  codeFile: string,
): Promise<Result<null>> {
  const key = await recoverDeviceKey(paths, codeFile)
  return key.ok ? keepKey(ring, platform, paths, key.value) : key
}

/** Guards a key that has come back as this machine can. */
export async function keepKey(
  ring: KeyRing,
  platform: NodeJS.Platform,
  paths: HallPaths,
  key: Buffer,
): Promise<Result<null>> {
  const isReal = await isRealKeyRing(ring, platform)
  const kept = isReal ? await ring.encryptStringAsync(key.toString('base64')) : key
  for (const file of [wrappedFile(paths), plainFile(paths), lockedFile(paths)]) setKeyAside(file)
  writePrivateFile(isReal ? wrappedFile(paths) : plainFile(paths), kept)
  return ok(null)
}

/** See `spare-key.ts`; the same one until it is dropped. */
export async function spareKey(ring: KeyRing, platform: NodeJS.Platform, paths: HallPaths): Promise<Result<Buffer>> {
  if (!(await isRealKeyRing(ring, platform))) return presentOrNew(spareFile(paths))
  const wrapped = readPrivateFile(wrappedSpareFile(paths))
  const present = wrapped === null ? null : await unwrapKey(ring, wrapped, wrappedSpareFile(paths))
  if (present?.ok === true) return ok(present.value.key)
  const key = randomBytes(KEY_BYTES)
  const written = tryWritePrivateFile(wrappedSpareFile(paths), await ring.encryptStringAsync(key.toString('base64')))
  return written.ok ? ok(key) : written
}

/** {@link deviceKey}, and a word about it when it rests in a file only. A passphrase is refused, never left out silently. */
export async function guardedKey(
  ring: KeyRing,
  paths: HallPaths,
  say: Say,
  log: Pick<ShellLog, 'warn'>,
  { passphraseFile, recoveryCodeFile }: KeyFiles,
): Promise<Result<Buffer>> {
  if (passphraseFile !== null) return refuse('passphrase-needs-browser')
  const recovered = recoveryCodeFile === null ? null : await restoreKey(ring, process.platform, paths, recoveryCodeFile)
  if (recovered?.ok === false) return recovered
  const key = await deviceKey(ring, process.platform, paths)
  if (!key.ok) return key
  if (key.value.guard === 'file') {
    log.warn('device key rests in a file of mode 600: not in a key ring')
    say(
      '设备密钥未用系统密钥环，存于仅本用户可读的文件',
      'the device key is not in a key ring: it rests in a file only this user can read',
    )
  }
  return ok(key.value.key)
}
