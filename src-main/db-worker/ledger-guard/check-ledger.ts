// May this ledger be opened? Asked before anything can be written to it, so that a file in doubt stays exactly as it was found.
import { existsSync, readdirSync } from 'node:fs'
import { RefusalError } from '#shared/kernel/result.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { hasCache } from '../cache/generations.ts'
import { openForReading, rollBack } from '../driver.ts'
import type { ReadDb } from '../driver.ts'
import { ledgerMigrations } from '../migrations/index.ts'
import { versionOf } from '../migrations/version-of.ts'
import { isDamaged, isDiskFailure, isOtherSchema } from '../storage-errors.ts'
import type { Seal } from '../ledger/seal.ts'
import { verifyLedger, verifyTail } from '../ledger/verify.ts'
import type { GuardPaths } from './guard-paths.ts'
import { readGuardRow, readHeads } from './guard-row.ts'
import type { GuardRow } from './guard-row.ts'
import { openPieces, sizeOf, whyUnreadable } from './safe-files.ts'
import { readSuspicion } from './suspicion.ts'
import { hashFile, readWitness } from './witness.ts'
import type { Mark, Testimony } from './witness.ts'

/** First step with a guard of its own. */
const GUARDED_SINCE = 90
/** First step of which today's checks know every table; what has come later is counted from its own step on. */
const VERIFIED_SINCE = 120

/** ends: as far as a start can wait for; without a witness the whole of it all the same. */
type Walk = 'ends' | 'whole'

/** Where a file of SQLite keeps its `user_version`. */
const VERSION_AT = 60

export interface KeyedSeal {
  readonly seal: Seal
  readonly keyName: string
}

/** A ledger that may be opened, and what is known about it. */
export interface Checked {
  /** Null: there is no witness yet. */
  readonly mark: Mark | null
  /** Slot that was written last. */
  readonly turn: number
  /** Something is missing that should be there, though the ledger itself is sound. */
  readonly warning: 'witness-missing' | 'witness-unreadable' | null
}

/** Throws a refusal ('ledger-missing') when a folder without a ledger has had one. */
export function assertNeverHadOne(paths: GuardPaths): void {
  const isThere = [paths.witness, paths.quarantine].some((path) => existsSync(path)) || hasCache(paths.dataDir)
  const backup = existsSync(paths.backups) && readdirSync(paths.backups).some((name) => name.endsWith('.db'))
  if (isThere || backup) throw distrust('ledger-missing')
}

export const hasLedger = (paths: GuardPaths): boolean => (sizeOf(paths.ledger) ?? 0) > 0

/**
 * Checks an existing ledger as far as a start can wait for it: the whole file when it was closed in order, its pages, its counter
 * and the ends of its chains when it was not. Throws a refusal; see ADR 011 for the codes.
 */
export function checkLedger(paths: GuardPaths, { seal, keyName }: KeyedSeal): Checked {
  assertReadable(paths.ledger)
  assertKnownVersion(paths.ledger)
  const suspicion = readSuspicion(paths.suspect, seal)
  if (suspicion !== null) throw distrust(suspicion.code, suspicion.detail)
  return checkFile(paths, { seal, keyName }, 'ends')
}

/**
 * The same from end to end, whatever the witness says of the file and whoever has called it suspect: what was found beyond the
 * ends of the chains is looked for again.
 */
export function checkWholeLedger(paths: GuardPaths, keyed: KeyedSeal): void {
  if (!hasLedger(paths)) throw distrust('ledger-missing')
  assertReadable(paths.ledger)
  assertKnownVersion(paths.ledger)
  checkFile(paths, keyed, 'whole')
}

function checkFile(paths: GuardPaths, { seal, keyName }: KeyedSeal, walk: Walk): Checked {
  const testimony = readWitness(paths.witness, seal, keyName)
  if (testimony.word === 'other-key') throw distrust('ledger-key-wrong')
  const mark = testimony.word === 'mark' ? testimony.mark : null
  const changedBytes = mark?.closedAs != null && hashOfAll(paths.ledger) !== mark.closedAs
  const isAsClosed = mark?.closedAs != null && !changedBytes && (sizeOf(`${paths.ledger}-wal`) ?? 0) === 0
  if (isAsClosed && walk === 'ends') return checked(testimony)
  const word = readDistrust(paths.ledger, seal, mark, walk)
  // An older copy is sound in itself; anything else that changed a closed file has damaged it.
  if (word !== null) throw distrust(word.code, word.detail)
  if (changedBytes) throw distrust('ledger-damaged', 'bytes')
  return checked(testimony)
}

function checked(testimony: Testimony): Checked {
  if (testimony.word === 'mark') return { mark: testimony.mark, turn: testimony.turn, warning: null }
  return { mark: null, turn: 0, warning: testimony.word === 'none' ? 'witness-missing' : 'witness-unreadable' }
}

/** A place of the disk that is gone stays so: no further start would come past it. */
function hashOfAll(file: string): string {
  try {
    return hashFile(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EIO') throw distrust('ledger-unreadable', 'EIO')
    throw error
  }
}

/** A start would try again and again what a person has to see to. */
function assertReadable(file: string): void {
  for (const part of [file, `${file}-wal`]) {
    const why = whyUnreadable(part)
    if (why !== null) throw distrust('ledger-unreadable', why)
  }
}

/** A file of a later version is refused by its header alone: nothing of it is touched. */
function assertKnownVersion(file: string): void {
  const bytes = openPieces(file)
  const header = bytes?.read(0, VERSION_AT + 4)
  bytes?.close()
  if (header === undefined) throw distrust('ledger-damaged', 'header')
  const found = header.readUInt32BE(VERSION_AT)
  const newest = ledgerMigrations.at(-1)?.version ?? 0
  // Steps come in tens; any other number is damage, which is found below.
  if (found > newest && found % 10 === 0 && found < 100_000)
    throw new RefusalError({ code: 'schema-newer', detail: `ledger ${String(found)}` })
}

interface Distrust {
  readonly code: ErrorCode
  readonly detail: string
}

/** What speaks against a file, read without writing; null when nothing does. */
export function readDistrust(file: string, seal: Seal, mark: Mark | null, walk: Walk = 'ends'): Distrust | null {
  let db: ReadDb | undefined
  try {
    // Left by a cut in the moment in which the file was made: from then on it keeps a log.
    if (existsSync(`${file}-journal`)) rollBack(file)
    db = openForReading(file)
    return distrustOf(db, seal, { mark, walk })
  } catch (error) {
    if (isDiskFailure(error)) return { code: 'ledger-unreadable', detail: error.code }
    if (!isDamaged(error) && !isOtherSchema(error)) throw error
    return { code: 'ledger-damaged', detail: 'pages' }
  } finally {
    db?.close()
  }
}

interface Against {
  readonly mark: Mark | null
  readonly walk: Walk
}

function distrustOf(db: ReadDb, seal: Seal, { mark, walk }: Against): Distrust | null {
  if (db.pluck<[], string>('PRAGMA integrity_check(1)').get() !== 'ok') return { code: 'ledger-damaged', detail: 'pages' }
  const version = versionOf(db)
  if (version < GUARDED_SINCE) return mark === null ? null : { code: 'ledger-older', detail: `step ${String(version)}` }
  const guard = readGuardRow(db, seal)
  if (guard === 'forged') return { code: 'ledger-damaged', detail: 'counter' }
  const older = mark === null ? null : behind(guard ?? { generation: 0, changes: 0 }, mark)
  if (older !== null) return older
  const verify = mark === null || walk === 'whole' ? verifyLedger : verifyTail
  const broken = version < VERIFIED_SINCE ? null : verify({ db, seal })
  if (broken !== null) return { code: 'ledger-damaged', detail: `${broken.chain} ${String(broken.n)}` }
  const heads = readHeads(db)
  if (mark !== null && guard?.changes === mark.changes && (heads.hash !== mark.hash || heads.auditHash !== mark.auditHash))
    return { code: 'ledger-older', detail: 'another history' }
  return null
}

function behind(guard: GuardRow, mark: Mark): Distrust | null {
  if (guard.generation < mark.generation)
    return { code: 'ledger-older', detail: `generation ${String(guard.generation)} of ${String(mark.generation)}` }
  if (guard.generation > mark.generation || guard.changes >= mark.changes) return null
  return { code: 'ledger-older', detail: `change ${String(guard.changes)} of ${String(mark.changes)}` }
}

export function distrust(code: ErrorCode, detail?: string): RefusalError {
  return new RefusalError(detail === undefined ? { code } : { code, detail })
}
