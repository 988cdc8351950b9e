// The way back when the key ring or the key file of a machine is gone: a copy of the device key under a code that a leader has
// written down. The copy is worth nothing without the code, the code nothing without the copy (ADR 008).
import { randomBytes } from 'node:crypto'
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { lockKey, unlockKey } from './locked-key.ts'
import { replacePrivate } from './sealed-file.ts'

const FILE = 'device.recovery'
/** Of a code that nobody has said to be noted. */
const NEXT_FILE = 'device.recovery.next'
const USE = 'recovery'
/** Without those that look alike; five bits each. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const CODE_LETTERS = 25

/**
 * Seals the machine's key under a new code and answers the code, which is nowhere else. Until somebody has said that it is noted
 * it lies beside the former one, and both are good: an answer that is lost costs no code that lies in a safe.
 */
export async function makeRecoveryCode(seatDir: string, deviceKey: Buffer): Promise<string> {
  const letters = Array.from(randomBytes(CODE_LETTERS), (byte) => LETTERS[byte % LETTERS.length] ?? '').join('')
  await replacePrivate(join(seatDir, NEXT_FILE), await lockKey(deviceKey, letters, USE))
  return letters.replace(/.{5}(?=.)/g, '$&-')
}

/**
 * Is this the newest code made here? It may have been said to be noted before, and the answer lost: then it proves so again.
 * Refuses as {@link unlockWithRecoveryCode} does.
 */
export async function provesNewCode(seatDir: string, code: string): Promise<Result<null>> {
  const newest = (await readCopy(seatDir, NEXT_FILE)) ?? (await readCopy(seatDir, FILE))
  const key = await unlockCopy(newest, code)
  return key.ok ? ok(null) : key
}

/** The newest code is noted: from now on it is the one, and the former is worth nothing. Said again, it changes nothing. */
export async function takeNewCode(seatDir: string): Promise<void> {
  if ((await readCopy(seatDir, NEXT_FILE)) !== null) await rename(join(seatDir, NEXT_FILE), join(seatDir, FILE))
}

/** Did somebody say of a code that it is noted? */
export async function hasNotedCode(seatDir: string): Promise<boolean> {
  return (await readCopy(seatDir, FILE)) !== null
}

/** A copy that a code may open, noted or not. */
export async function hasRecoveryCode(seatDir: string): Promise<boolean> {
  return (await readCopies(seatDir)).length > 0
}

/**
 * The machine's key out of its copy. Refuses 'recovery-code-missing' when none was ever made here, 'secret-wrong' when the
 * code does not fit, 'bad-file' when the copy is damaged. Nothing is written.
 */
export async function unlockWithRecoveryCode(seatDir: string, code: string): Promise<Result<Buffer>> {
  const [first = null, second] = await readCopies(seatDir)
  const key = await unlockCopy(first, code)
  if (key.ok || second === undefined) return key
  const other = await unlockCopy(second, code)
  return other.ok ? other : key
}

/** The copy is of a key that was replaced: its code is worth nothing any more. It stays under another name. */
export async function dropRecoveryCode(seatDir: string): Promise<void> {
  for (const file of [FILE, NEXT_FILE]) {
    if ((await readCopy(seatDir, file)) === null) continue
    await rename(join(seatDir, file), join(seatDir, `${file}.replaced-${String(Date.now())}`))
  }
}

async function unlockCopy(text: string | null, code: string): Promise<Result<Buffer>> {
  if (text === null) return refuse('recovery-code-missing', FILE)
  const letters = code.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  return letters.length === CODE_LETTERS ? unlockKey(text, letters, USE) : refuse('secret-wrong', USE)
}

/** The noted one first. */
async function readCopies(seatDir: string): Promise<readonly string[]> {
  const texts = await Promise.all([FILE, NEXT_FILE].map((file) => readCopy(seatDir, file)))
  return texts.filter((text) => text !== null)
}

async function readCopy(seatDir: string, file: string): Promise<string | null> {
  try {
    return await readFile(join(seatDir, file), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
