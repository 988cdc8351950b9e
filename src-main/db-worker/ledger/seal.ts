import { createHmac, createSecretKey, hash, randomBytes } from 'node:crypto'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import { readIfThere, replaceFile, sizeOf } from '../ledger-guard/safe-files.ts'

/** What the first entry of a chain has before it. */
export const NO_HASH = '0'.repeat(64)

/** SHA-256, lower-case hex, of a value's canonical JSON. */
export function hashOf(value: unknown): string {
  return hash('sha256', canonicalJson(value), 'hex')
}

/** Marks records so that a change made without the key shows. */
export type Seal = (record: unknown) => string

export function createSeal(key: Uint8Array): Seal {
  // Made once: preparing a key costs more than marking a record with it.
  const secret = createSecretKey(key)
  return (record) => createHmac('sha256', secret).update(canonicalJson(record), 'utf8').digest('hex')
}

const KEY_BYTES = 32

/**
 * The key beside a ledger, mode 600; made, and on disk, before a new ledger is. An existing ledger without its key is refused
 * ('ledger-key-missing'): a new key would make every old record look forged.
 */
export function keyBeside(ledgerFile: string): Uint8Array {
  const keyFile = `${ledgerFile}.key`
  const present = readIfThere(keyFile)
  if (present !== null) return checkedKey(present)
  if ((sizeOf(ledgerFile) ?? 0) > 0) throw new RefusalError({ code: 'ledger-key-missing' })
  const key = randomBytes(KEY_BYTES)
  replaceFile(keyFile, key)
  return key
}

function checkedKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES) throw new RefusalError({ code: 'ledger-key-wrong', detail: 'length' })
  return key
}
