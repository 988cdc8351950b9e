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
const USE = 'recovery'
/** Without those that look alike; five bits each. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const CODE_LETTERS = 25

/** Seals the machine's key under a new code and answers the code, which is nowhere else. A former code is worth nothing then. */
export async function makeRecoveryCode(seatDir: string, deviceKey: Buffer): Promise<string> {
  const letters = Array.from(randomBytes(CODE_LETTERS), (byte) => LETTERS[byte % LETTERS.length] ?? '').join('')
  await replacePrivate(join(seatDir, FILE), await lockKey(deviceKey, letters, USE))
  return letters.replace(/.{5}(?=.)/g, '$&-')
}

export async function hasRecoveryCode(seatDir: string): Promise<boolean> {
  return (await readCopy(seatDir)) !== null
}

/**
 * The machine's key out of its copy. Refuses 'recovery-code-missing' when none was ever made here, 'secret-wrong' when the
 * code does not fit, 'bad-file' when the copy is damaged. Nothing is written.
 */
export async function unlockWithRecoveryCode(seatDir: string, code: string): Promise<Result<Buffer>> {
  const text = await readCopy(seatDir)
  if (text === null) return refuse('recovery-code-missing', FILE)
  const letters = code.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  if (letters.length !== CODE_LETTERS) return refuse('secret-wrong', USE)
  const key = await unlockKey(text, letters, USE)
  return key.ok ? ok(key.value) : key
}

/** The copy is of a key that was replaced: its code is worth nothing any more. It stays under another name. */
export async function dropRecoveryCode(seatDir: string): Promise<void> {
  if (await hasRecoveryCode(seatDir)) await rename(join(seatDir, FILE), join(seatDir, `${FILE}.replaced-${String(Date.now())}`))
}

async function readCopy(seatDir: string): Promise<string | null> {
  try {
    return await readFile(join(seatDir, FILE), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
