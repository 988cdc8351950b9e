// Makes a new ledger out of a base (a backup, the file as it is, or nothing) and of what the damaged file still holds with its
// marks intact. The file in doubt is only read. The new one takes its place when it is whole and has passed its checks.
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { RefusalError } from '#shared/kernel/result.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { copyInto, openForReading, openForWriting } from '../driver.ts'
import type { WriteDb } from '../driver.ts'
import { appendAudit } from '../ledger/audit.ts'
import { markAll } from '../ledger/records.ts'
import { verifyLedger } from '../ledger/verify.ts'
import type { AuditEntry } from '../ledger-api.ts'
import { ledgerMigrations } from '../migrations/index.ts'
import { migrate } from '../migrations/migrate.ts'
import { isDamaged } from '../storage-errors.ts'
import type { KeyedSeal } from './check-ledger.ts'
import { burnNumbers, copyOtherTables } from './copy-tables.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readGuardRow, readHeads, writeGuardRow } from './guard-row.ts'
import { salvage } from './salvage.ts'
import { addDrafts, endMadeDrafts } from './salvage-drafts.ts'
import { appendSalvage } from './append-salvage.ts'
import type { Known } from './append-salvage.ts'
import { replaceFile, sizeOf, syncPath, whyUnreadable } from './safe-files.ts'
import { clearRecovery, declareReady, finishSwap, newKey, newLedger, newWitness, readDeclared } from './swap-in.ts'
import type { Rebuilt } from './swap-in.ts'
import { hashFile, writeWitness } from './witness.ts'
import type { Mark } from './witness.ts'

/** backup: one of `backups`; current: the file as it is, sound but old; salvage: nothing but what can be found in it. */
export type RecoveryBase =
  { readonly from: 'backup'; readonly name: string } | { readonly from: 'current' } | { readonly from: 'salvage' }

export interface RebuildOptions {
  readonly base: RecoveryBase
  readonly seat: SeatId
  readonly now: number
  /** What the witness, if one is readable, says of the ledger that is replaced. */
  readonly mark: Mark | null
  /** What the platform knows; numbers up to it are never given again. */
  readonly known: Known
  readonly entry: Omit<AuditEntry, 'at' | 'what' | 'result' | 'subject'>
}

/**
 * Rebuilds and puts in place; what another one has declared must have been carried to its end before. Throws a refusal:
 * 'backup-unusable', 'recovery-incomplete', 'disk-full'.
 */
export function rebuildLedger(
  paths: GuardPaths,
  key: Uint8Array,
  keyed: KeyedSeal,
  options: RebuildOptions,
  beforeMove?: () => void,
): Rebuilt {
  clearRecovery(paths)
  const rebuilt = makeReady(paths, key, keyed, options)
  finishSwap(paths, beforeMove)
  return rebuilt
}

/** What could not be made ready does not stay: on a full disk it is what fills it. */
function makeReady(paths: GuardPaths, key: Uint8Array, keyed: KeyedSeal, options: RebuildOptions): Rebuilt {
  try {
    takeBase(paths, options.base)
    const rebuilt = fill(paths, keyed, options)
    replaceFile(newKey(paths), key)
    declareReady(paths, rebuilt)
    return rebuilt
  } catch (error) {
    if (readDeclared(paths) === null) clearRecovery(paths)
    throw error
  }
}

function takeBase(paths: GuardPaths, base: RecoveryBase): void {
  if (base.from === 'salvage') return
  const unusable = new RefusalError({ code: 'backup-unusable', detail: base.from })
  const source = base.from === 'current' ? paths.ledger : join(paths.backups, base.name)
  if (sizeOf(source) === null || whyUnreadable(source) !== null) throw unusable
  try {
    if (base.from === 'current') copyInto(source, newLedger(paths))
    else copyFileSync(source, newLedger(paths))
  } catch (error) {
    // A disk that has no room for it says nothing about the source.
    throw isDamaged(error) ? unusable : error
  }
}

function fill(paths: GuardPaths, { seal, keyName }: KeyedSeal, options: RebuildOptions): Rebuilt {
  const { base, mark, seat, now, known, entry } = options
  const file = newLedger(paths)
  const db = openForWriting(file, { secureDelete: true })
  let rebuilt: Rebuilt
  try {
    rebuilt = withRefusal(() => {
      migrate(db, ledgerMigrations, undefined, seal)
      if (base.from !== 'salvage' && verifyLedger({ db, seal }) !== null) throw new RefusalError({ code: 'backup-unusable' })
      const guard = readGuardRow(db, seal)
      const before = guard === null || guard === 'forged' ? { generation: 1, changes: 0 } : guard
      const next = {
        generation: Math.max(before.generation, mark?.generation ?? 0) + 1,
        changes: Math.max(before.changes, mark?.changes ?? 0) + 1,
      }
      const quarantine = `${new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')}-g${String(next.generation - 1)}`
      db.exec('PRAGMA foreign_keys = OFF')
      const counts = db.transaction(() => {
        const found = salvage(paths.ledger, seal)
        if (base.from !== 'current') {
          copyOtherTables(paths.ledger, db, { seal, mark, baseChanges: before.changes })
          addDrafts(db, found.drafts.values())
        } else if (mark === null || before.changes < mark.changes || known.s > readHeads(db).s) burnNumbers(db)
        const isStored = (hash: string): boolean => existsSync(join(paths.files, hash))
        const done = appendSalvage({ db, seal }, found, { mark, known, isStored })
        endMadeDrafts(db)
        dropOrphans(db)
        const detail = `${base.from === 'backup' ? base.name : base.from}; +${String(done.salvaged)}; -${String(done.missing)}; ${quarantine}`
        const words = entry.detail === null ? detail : `${entry.detail}; ${detail}`
        appendAudit(
          { db, seal, seat, lastS: 0 },
          { ...entry, at: now, what: 'ledger.recovered', subject: seat, result: 'ok', detail: words },
        )
        markAll({ db, seal })
        writeGuardRow(db, seal, next)
        return done
      })
      const broken = verifyLedger({ db, seal })
      if (broken !== null) throw new RefusalError({ code: 'recovery-incomplete', detail: `${broken.chain} ${String(broken.n)}` })
      return { ...counts, quarantine }
    })
    db.checkpoint()
  } finally {
    db.close()
  }
  syncPath(file)
  writeWitness(newWitness(paths), seal, keyName, { ...markOf(paths, seal), closedAs: hashFile(file) })
  return rebuilt
}

function markOf(paths: GuardPaths, seal: KeyedSeal['seal']): Omit<Mark, 'closedAs'> {
  const db = openForReading(newLedger(paths))
  try {
    const guard = readGuardRow(db, seal)
    if (guard === null || guard === 'forged') throw new RefusalError({ code: 'recovery-incomplete' })
    return { ...readHeads(db), ...guard }
  } finally {
    db.close()
  }
}

/** Beside rows of commands that could not be brought back nothing may stand. */
function dropOrphans(db: WriteDb): void {
  for (const table of ['ground', 'claim']) db.exec(`DELETE FROM ${table} WHERE s NOT IN (SELECT s FROM command)`)
  db.exec('DELETE FROM attachment_use WHERE hash NOT IN (SELECT hash FROM attachment)')
}

function withRefusal<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (isDamaged(error)) throw new RefusalError({ code: 'backup-unusable' })
    throw error
  }
}
