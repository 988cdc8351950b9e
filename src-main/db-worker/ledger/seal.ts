import { createHash, createHmac, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { RefusalError } from '#shared/kernel/result.ts'

/** What the first entry of a chain has before it. */
export const NO_HASH = '0'.repeat(64)

/** SHA-256, lower-case hex, of a value's canonical JSON. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex')
}

/** Marks records so that a change made without the key shows. */
export type Seal = (record: unknown) => string

export function createSeal(key: Uint8Array): Seal {
  return (record) => createHmac('sha256', key).update(canonicalJson(record), 'utf8').digest('hex')
}

const KEY_BYTES = 32

/**
 * The key beside a ledger, mode 600; made, and on disk, before a new ledger is. An existing ledger without its key is refused
 * ('storage-failed'): a new key would make every old record look forged.
 */
export function keyBeside(ledgerFile: string): Uint8Array {
  const keyFile = `${ledgerFile}.key`
  if (existsSync(keyFile)) return readKey(keyFile)
  if (existsSync(ledgerFile)) throw new RefusalError({ code: 'storage-failed', detail: 'ledger.db.key is missing' })
  const key = randomBytes(KEY_BYTES)
  const draft = `${keyFile}.new`
  const fd = openSync(draft, 'w', 0o600)
  try {
    writeSync(fd, key)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(draft, keyFile)
  syncFolder(dirname(keyFile))
  return key
}

function readKey(file: string): Uint8Array {
  const key = readFileSync(file)
  if (key.length !== KEY_BYTES) throw new RefusalError({ code: 'storage-failed', detail: 'ledger.db.key is damaged' })
  return key
}

/** A rename is only safe from a power cut once its folder is on disk too; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
