import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { copyInto, openForReading } from '../driver.ts'
import { verifyLedger } from '../ledger/verify.ts'
import type { BrokenAt } from '../ledger/verify.ts'
import { backupName, listBackups, retired } from './backups.ts'
import type { KeyedSeal } from './check-ledger.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readGuardRow } from './guard-row.ts'
import { readIfThere, replaceFile, syncFolder, syncPath } from './safe-files.ts'

/**
 * made: there is a new one; unchanged: the newest one holds all there is; broken: the ledger itself is not as it was written, and
 * no backup was replaced.
 */
export type BackupOutcome =
  | { readonly word: 'made'; readonly name: string }
  | { readonly word: 'unchanged' }
  | { readonly word: 'broken'; readonly at: BrokenAt }

/**
 * Copies the ledger while it is in use, walks the whole copy, and only then lets older ones go. Throws the errors of disk and
 * driver; a copy that was cut off is swept away by the next one.
 */
export function takeBackup(paths: GuardPaths, key: Uint8Array, { seal }: KeyedSeal, now: number): BackupOutcome {
  mkdirSync(paths.backups, { recursive: true, mode: 0o700 })
  keepKeyCopy(paths, key)
  const draft = join(paths.backups, 'next.db')
  for (const end of ['', '-journal']) rmSync(`${draft}${end}`, { force: true })
  const newest = listBackups(paths.backups)[0]
  if (newest !== undefined && isCovered(paths, seal, newest)) return { word: 'unchanged' }
  copyInto(paths.ledger, draft)
  chmodSync(draft, 0o600)
  syncPath(draft)
  const proved = prove(draft, seal)
  if ('at' in proved) {
    rmSync(draft, { force: true })
    return { word: 'broken', at: proved.at }
  }
  const name = backupName({ ...proved, at: now })
  renameSync(draft, join(paths.backups, name))
  syncFolder(paths.backups)
  for (const old of retired(listBackups(paths.backups))) rmSync(join(paths.backups, old.name), { force: true })
  syncFolder(paths.backups)
  return { word: 'made', name }
}

function isCovered(paths: GuardPaths, seal: KeyedSeal['seal'], newest: { generation: number; changes: number }): boolean {
  const db = openForReading(paths.ledger)
  try {
    const guard = readGuardRow(db, seal)
    if (guard === null || guard === 'forged') return false
    return guard.generation === newest.generation && guard.changes === newest.changes
  } finally {
    db.close()
  }
}

function prove(file: string, seal: KeyedSeal['seal']): { generation: number; changes: number } | { at: BrokenAt } {
  const db = openForReading(file)
  try {
    const broken = verifyLedger({ db, seal })
    if (broken !== null) return { at: broken }
    const guard = readGuardRow(db, seal)
    return guard === null || guard === 'forged' ? { at: { chain: 'commands', n: 0 } } : guard
  } finally {
    db.close()
  }
}

/** A backup is worth nothing without the key of its marks. */
function keepKeyCopy({ keyCopy }: GuardPaths, key: Uint8Array): void {
  if (readIfThere(keyCopy)?.equals(key) !== true) replaceFile(keyCopy, key)
}
