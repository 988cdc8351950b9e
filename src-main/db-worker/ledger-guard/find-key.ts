import { join } from 'node:path'
import { openForReading } from '../driver.ts'
import { createSeal } from '../ledger/seal.ts'
import type { Seal } from '../ledger/seal.ts'
import { storing } from '../storage-errors.ts'
import { listBackups } from './backups.ts'
import type { KeyedSeal } from './check-ledger.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readGuardRow } from './guard-row.ts'
import { readIfThere } from './safe-files.ts'
import { keyName, readWitness } from './witness.ts'

export interface FoundKey extends KeyedSeal {
  readonly key: Uint8Array
}

/**
 * The key this ledger was marked with: the one in its place or the one beside the backups, whichever the witness, the ledger or
 * the newest backup knows. Null when neither is there.
 */
export function findKey(paths: GuardPaths): FoundKey | null {
  const candidates = [paths.key, paths.keyCopy].flatMap((file): FoundKey[] => {
    const key = readIfThere(file)
    return key?.length === 32 ? [{ key, seal: createSeal(key), keyName: keyName(key) }] : []
  })
  return candidates.find((candidate) => isKnown(paths, candidate)) ?? candidates[0] ?? null
}

function isKnown(paths: GuardPaths, { seal, keyName: name }: FoundKey): boolean {
  if (readWitness(paths.witness, seal, name).word === 'mark') return true
  const newest = listBackups(paths.backups)[0]
  return isMarked(paths.ledger, seal) || (newest !== undefined && isMarked(join(paths.backups, newest.name), seal))
}

function isMarked(file: string, seal: Seal): boolean {
  const read = storing(() => {
    const db = openForReading(file)
    try {
      const guard = readGuardRow(db, seal)
      return guard !== null && guard !== 'forged'
    } finally {
      db.close()
    }
  })
  return read.ok && read.value
}
