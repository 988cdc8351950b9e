import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { RefusalError } from '#shared/kernel/result.ts'
import { copyInto, openForReading } from '../driver.ts'
import type { ReadDb } from '../driver.ts'
import { verifyLedger } from '../ledger/verify.ts'
import type { BrokenAt } from '../ledger/verify.ts'
import { isDamaged, isOtherSchema, storageRefusal } from '../storage-errors.ts'
import { freeBytesIn } from './ballast.ts'
import { backupName, listBackups, retired, spared } from './backups.ts'
import type { Backup } from './backups.ts'
import type { KeyedSeal } from './check-ledger.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readGuardRow } from './guard-row.ts'
import { holdingsOf } from './holdings.ts'
import { readIfThere, replaceFile, sizeOf, syncFolder, syncPath } from './safe-files.ts'

/**
 * made: there is a new one; unchanged: the newest one holds all there is of worth (holdings.ts); broken: the ledger itself is not
 * as it was written, and no backup was replaced.
 */
export type BackupOutcome =
  | { readonly word: 'made'; readonly name: string }
  | { readonly word: 'unchanged' }
  | { readonly word: 'broken'; readonly at: BrokenAt }

/** What a backup leaves free: as much as a file must (file-store.ts), so that neither eats what saves and the ballast need. */
const KEEP_FREE_BYTES = 64 * 1024 * 1024

/**
 * Copies the ledger while it is in use, walks the whole copy, and only then lets older ones go; with nothing new to copy it walks
 * the ledger itself and the newest backup, so that damage of either is found no later. Damage that SQLite itself meets in the
 * ledger is `broken` like any other. Refuses 'disk-full' before anything is written where the copy would fill the disk, and
 * 'storage-failed' where only the copy does not hold; throws the errors of disk and driver. A copy that failed does not stay.
 *
 * @param copy copies the file, for tests whose disk harms what is copied
 */
export function takeBackup(paths: GuardPaths, key: Uint8Array, { seal }: KeyedSeal, now: number, copy = copyInto): BackupOutcome {
  mkdirSync(paths.backups, { recursive: true, mode: 0o700 })
  keepKeyCopy(paths, key)
  const draft = join(paths.backups, 'next.db')
  // Left by a process that was ended in the middle.
  removeDraft(draft)
  const held = unlessDamaged(() => readFrom(paths.ledger, holdingsOf))
  if (typeof held !== 'string') return { word: 'broken', at: held.at }
  const newest = listBackups(paths.backups)[0]
  if (newest !== undefined && covers(join(paths.backups, newest.name), held)) {
    const proved = prove(paths.ledger, seal)
    if ('at' in proved) return { word: 'broken', at: proved.at }
    if (!('at' in prove(join(paths.backups, newest.name), seal))) return { word: 'unchanged' }
  }
  const broken = makeRoom(paths, seal)
  if (broken !== null) return { word: 'broken', at: broken }
  try {
    return copyAndProve(paths, draft, seal, { now, copy })
  } finally {
    removeDraft(draft)
  }
}

interface Copying {
  readonly now: number
  readonly copy: typeof copyInto
}

function copyAndProve(paths: GuardPaths, draft: string, seal: KeyedSeal['seal'], { now, copy }: Copying): BackupOutcome {
  const copied = unlessDamaged(() => copy(paths.ledger, draft))
  if (copied !== undefined) return { word: 'broken', at: copied.at }
  chmodSync(draft, 0o600)
  syncPath(draft)
  const proved = prove(draft, seal)
  if ('at' in proved) return brokenWhere(paths, seal)
  const name = backupName({ ...proved, at: now })
  renameSync(draft, join(paths.backups, name))
  syncFolder(paths.backups)
  letGo(paths, retired(listBackups(paths.backups)))
  return { word: 'made', name }
}

/** Where the ledger breaks whose copy does not hold. Throws a refusal ('storage-failed') when only the copy was harmed. */
function brokenWhere(paths: GuardPaths, seal: KeyedSeal['seal']): BackupOutcome {
  const proved = prove(paths.ledger, seal)
  if ('at' in proved) return { word: 'broken', at: proved.at }
  throw new RefusalError({ code: 'storage-failed', detail: 'backup' })
}

/**
 * Lets the least wanted of the older ones go where a copy has no room, and only once the ledger itself is known to hold; where it
 * does not, answers where it breaks. Throws a refusal ('disk-full') when that is not room enough either.
 */
function makeRoom(paths: GuardPaths, seal: KeyedSeal['seal']): BrokenAt | null {
  const needed = (sizeOf(paths.ledger) ?? 0) + (sizeOf(`${paths.ledger}-wal`) ?? 0) + KEEP_FREE_BYTES
  const missing = (): number => needed - freeBytesIn(paths.backups)
  if (missing() <= 0) return null
  const proved = prove(paths.ledger, seal)
  if ('at' in proved) return proved.at
  letGo(paths, spared(listBackups(paths.backups), missing()))
  if (missing() > 0) throw new RefusalError({ code: 'disk-full' })
  return null
}

function letGo(paths: GuardPaths, backups: readonly Backup[]): void {
  for (const { name } of backups) rmSync(join(paths.backups, name), { force: true })
  syncFolder(paths.backups)
}

function removeDraft(draft: string): void {
  for (const end of ['', '-journal']) rmSync(`${draft}${end}`, { force: true })
}

function covers(backup: string, held: string): boolean {
  try {
    return readFrom(backup, holdingsOf) === held
  } catch (error) {
    // One that has been harmed since, or is of an earlier version, covers nothing.
    if (storageRefusal(error) !== undefined || isOtherSchema(error)) return false
    throw error
  }
}

/** Damage that SQLite meets itself, before any mark is looked at; where it is, it does not say. */
function unlessDamaged<T>(work: () => T): T | { readonly at: BrokenAt } {
  try {
    return work()
  } catch (error) {
    if (isDamaged(error) || isOtherSchema(error)) return { at: { chain: 'commands', n: 0 } }
    throw error
  }
}

type Proved = { readonly generation: number; readonly changes: number } | { readonly at: BrokenAt }

/** Walked on one snapshot: the ledger itself may be written meanwhile. */
function prove(file: string, seal: KeyedSeal['seal']): Proved {
  return unlessDamaged(() =>
    readFrom(file, (db) =>
      db.snapshot((): Proved => {
        const broken = verifyLedger({ db, seal })
        if (broken !== null) return { at: broken }
        const guard = readGuardRow(db, seal)
        return guard === null || guard === 'forged' ? { at: { chain: 'commands', n: 0 } } : guard
      }),
    ),
  )
}

function readFrom<T>(file: string, read: (db: ReadDb) => T): T {
  const db = openForReading(file)
  try {
    return read(db)
  } finally {
    db.close()
  }
}

/** A backup is worth nothing without the key of its marks. */
function keepKeyCopy({ keyCopy }: GuardPaths, key: Uint8Array): void {
  if (readIfThere(keyCopy)?.equals(key) !== true) replaceFile(keyCopy, key)
}
