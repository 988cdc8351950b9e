import { randomBytes } from 'node:crypto'
import { closeSync, constants, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { lockKey, unlockKey, unlockWithRecoveryCode } from '../device-key/index.ts'
import type { HallPaths } from './data-dir.ts'
import { readPrivateFile, tryWritePrivateFile, writePrivateFile } from './private-file.ts'
import { fileDeviceKey, presentOrNew } from './secrets.ts'
import { lockedSpareFile, spareFile } from './spare-key.ts'
import { isCode } from './system-error.ts'

/** Files that hold what a person keeps; words of a secret never stand in an argument. */
export interface KeyFiles {
  /** The passphrase the device key is under. */
  readonly passphraseFile: string | null
  /** A recovery code: the key ring or key file of this machine is gone. */
  readonly recoveryCodeFile: string | null
}

const USE = 'passphrase'
const KEY_BYTES = 32
/** Whoever holds a pipe open and says nothing is waited for five seconds. */
const WAIT_MS = 20
const MOST_WAITS = 250
/** Under a passphrase: the browser shell. */
export const lockedFile = (paths: HallPaths): string => join(paths.secrets, 'device.key.locked')
/** Wrapped by the system's key ring: Electron. */
export const wrappedFile = (paths: HallPaths): string => join(paths.secrets, 'device.key.wrapped')
export const plainFile = (paths: HallPaths): string => join(paths.secrets, 'device.key')

/**
 * The key of this machine's own secrets in the browser shell: in a file of mode 600, or under a passphrase (Argon2id) from the
 * first start on that names one. Refuses 'passphrase-needed' and 'secret-wrong', 'passphrase-needs-no-key-ring' where only
 * Electron can open the key, and 'sealed-unreadable' for a key that is gone. A recovery code brings the key back first.
 */
export async function browserDeviceKey(paths: HallPaths, files: KeyFiles): Promise<Result<Buffer>> {
  const passphrase = files.passphraseFile === null ? ok(null) : await readWords(files.passphraseFile)
  if (!passphrase.ok) return passphrase
  if (files.recoveryCodeFile !== null) {
    const key = await recoverDeviceKey(paths, files.recoveryCodeFile)
    if (key.ok) await storeKey(paths, key.value, passphrase.value)
    return key
  }
  const locked = readPrivateFile(lockedFile(paths))
  if (locked !== null) {
    if (passphrase.value === null) return refuse('passphrase-needed')
    const key = await unlockFile(paths, locked, passphrase.value)
    if (!key.ok && key.error.code === 'secret-wrong' && files.passphraseFile !== null) doubted.add(files.passphraseFile)
    return key
  }
  const isWrapped = readPrivateFile(plainFile(paths)) === null && readPrivateFile(wrappedFile(paths)) !== null
  // It is not lost: Electron has it, and the page that asks for a lost key would have it replaced.
  if (isWrapped && passphrase.value !== null) return refuse('passphrase-needs-no-key-ring')
  const key = fileDeviceKey(paths)
  // Made anew beside one that nothing was sealed under yet: Electron would go on taking that one.
  if (key.ok && isWrapped) setKeyAside(wrappedFile(paths))
  if (key.ok && passphrase.value !== null) await storeKey(paths, key.value, passphrase.value)
  return key
}

/** A file that is no locked key any more is a key that is gone; one that was altered looks like a wrong passphrase. */
async function unlockFile(paths: HallPaths, locked: Buffer, passphrase: string): Promise<Result<Buffer>> {
  const key = await unlockKey(locked.toString('utf8'), passphrase, USE)
  return !key.ok && key.error.code === 'bad-file' ? refuse('sealed-unreadable', lockedFile(paths)) : key
}

/** Guards a key that has come back; what stands in its place is put aside. */
export async function keepBrowserKey(paths: HallPaths, key: Buffer, { passphraseFile }: KeyFiles): Promise<Result<null>> {
  const passphrase = passphraseFile === null ? ok(null) : await readWords(passphraseFile)
  if (!passphrase.ok) return passphrase
  await storeKey(paths, key, passphrase.value)
  return ok(null)
}

/** See `spare-key.ts`; the same one until it is dropped. */
export async function browserSpareKey(paths: HallPaths, { passphraseFile }: KeyFiles): Promise<Result<Buffer>> {
  if (passphraseFile === null) return presentOrNew(spareFile(paths))
  const passphrase = await readWords(passphraseFile)
  if (!passphrase.ok) return passphrase
  const locked = readPrivateFile(lockedSpareFile(paths))
  const present = locked === null ? null : await unlockKey(locked.toString('utf8'), passphrase.value, USE)
  if (present?.ok === true) return present
  // It may be the one the machine was enrolled under when the power went: another passphrase does not replace it.
  if (present?.error.code === 'secret-wrong') return present
  const key = randomBytes(KEY_BYTES)
  const written = tryWritePrivateFile(lockedSpareFile(paths), await lockKey(key, passphrase.value, USE))
  return written.ok ? ok(key) : written
}

/** The machine's key out of its sealed copy; nothing is written. */
export async function recoverDeviceKey(paths: HallPaths, codeFile: string): Promise<Result<Buffer>> {
  const code = await readWords(codeFile)
  return code.ok ? unlockWithRecoveryCode(paths.seat, code.value) : code
}

/** Puts a former key file of any kind aside under another name: a key is never replaced without a trace. */
export function setKeyAside(file: string): void {
  if (readPrivateFile(file) !== null) renameSync(file, `${file}.replaced-${String(Date.now())}`)
}

/**
 * A key wrapped by Electron would be taken by it before this one, and may be another: it goes aside with the rest, and not before
 * this one is on disk.
 */
async function storeKey(paths: HallPaths, key: Buffer, passphrase: string | null): Promise<void> {
  if (passphrase === null) storePlain(paths, key)
  else await storeLocked(paths, key, passphrase)
  setKeyAside(wrappedFile(paths))
}

function storePlain(paths: HallPaths, key: Buffer): void {
  setKeyAside(lockedFile(paths))
  const present = readPrivateFile(plainFile(paths))
  if (present?.equals(key) === true) return
  setKeyAside(plainFile(paths))
  writePrivateFile(plainFile(paths), key)
}

async function storeLocked(paths: HallPaths, key: Buffer, passphrase: string): Promise<void> {
  const locked = await lockKey(key, passphrase, USE)
  setKeyAside(lockedFile(paths))
  writePrivateFile(lockedFile(paths), locked)
  // Only now is the readable one superfluous.
  if (readPrivateFile(plainFile(paths)) === null) return
  writeFileSync(plainFile(paths), Buffer.alloc(key.byteLength))
  rmSync(plainFile(paths))
}

/** What named pipes have said: each says it once, and the key may be asked for again while the shell runs. */
const piped = new Map<string, string>()
/** Pipes whose words were wrong: what somebody writes into them since counts instead. */
const doubted = new Set<string>()

async function readWords(file: string): Promise<Result<string>> {
  const known = piped.get(file)
  const anew = known !== undefined && doubted.has(file) ? await readIfWritten(file) : null
  const words = anew ?? known ?? readPrivateFile(file)?.toString('utf8').trim()
  if (words === undefined) return refuse('file-not-readable', file)
  if (statSync(file, { throwIfNoEntry: false })?.isFIFO() === true) piped.set(file, words)
  if (anew !== null) doubted.delete(file)
  return words.length >= 8 && words.length <= 1_024 ? ok(words) : refuse('bad-file', file)
}

/** What somebody has just written, or is writing, into a pipe; null where nobody is: nobody would end the wait for it. */
async function readIfWritten(pipe: string): Promise<string | null> {
  if (statSync(pipe, { throwIfNoEntry: false })?.isFIFO() !== true) return null
  const fd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
  const piece = Buffer.alloc(1_024)
  let text = ''
  try {
    for (let tries = 0; tries < MOST_WAITS;) {
      const count = readSome(fd, piece)
      if (count === 0) break
      if (count === null) {
        tries += 1
        await setTimeout(WAIT_MS)
      } else text += piece.toString('utf8', 0, count)
    }
  } finally {
    closeSync(fd)
  }
  return text.trim() === '' ? null : text.trim()
}

/** Null: somebody holds the pipe and has written nothing more yet. */
function readSome(fd: number, piece: Buffer): number | null {
  try {
    return readSync(fd, piece)
  } catch (error) {
    if (isCode(error, 'EAGAIN')) return null
    throw error
  }
}
