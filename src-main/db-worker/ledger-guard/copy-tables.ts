// Drafts, numbers, files on their way and small facts carry no chain. They are taken from the damaged file where SQLite can still
// read them and the file is newer than the base; where that is in doubt, numbers are rather left unused than given twice, and of
// files on their way only those are taken that the base does not know. Drafts are found page by page too (salvage-drafts.ts).
import { openForReading } from '../driver.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import { isGroundAsWritten } from '../ledger/grounds.ts'
import type { MarkedGround } from '../ledger/grounds.ts'
import { isAsWritten } from '../ledger/records.ts'
import type { Seal } from '../ledger/seal.ts'
import { isDamaged, isDiskFailure, isOtherSchema, storing } from '../storage-errors.ts'
import { readGuardRow } from './guard-row.ts'
import { isNewerDraft } from './salvage-drafts.ts'
import type { DraftRow } from './salvage-drafts.ts'
import type { Mark } from './witness.ts'

/** These have ways of their own. */
const CHAINED = new Set([
  'command',
  'command_lane',
  'standing',
  'audit',
  'guard',
  'chain_gap',
  'lane_floor',
  'audit_cut',
  'tally',
])
const NUMBERS = ['number_block', 'number_used']
const FILES = ['attachment', 'attachment_use']

export interface CopyOptions {
  readonly seal: Seal
  readonly mark: Mark | null
  readonly baseChanges: number
}

/**
 * Call it inside a transaction of the new ledger.
 *
 * @param open opens the file, for tests whose disk has a place that is gone
 */
export function copyOtherTables(from: string, to: WriteDb, options: CopyOptions, open = openForReading): void {
  const { seal, mark, baseChanges } = options
  let areNumbersSure = false
  const opened = storing(() => open(from))
  if (opened.ok) {
    const db = opened.value
    try {
      const changes = changesOf(db, seal)
      if (changes === null) for (const table of FILES) copyTable({ from: db, to, seal, isOld: true }, table)
      else if (changes >= baseChanges) {
        const tables = to.pluck<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
        const free = tables.filter((table) => !CHAINED.has(table))
        const whole = new Map(free.map((table) => [table, copyTable({ from: db, to, seal, isOld: false }, table)]))
        areNumbersSure = mark !== null && changes >= mark.changes && NUMBERS.every((table) => whole.get(table) === true)
      }
    } finally {
      db.close()
    }
  }
  if (!areNumbersSure) burnNumbers(to)
}

/** Nobody can say which numbers of the leased blocks were told to callers: none of them is used any more. */
export function burnNumbers(db: WriteDb): void {
  db.exec('UPDATE number_block SET next = last + 1')
}

/** How often the file was changed; null when it cannot say. */
function changesOf(db: ReadDb, seal: Seal): number | null {
  try {
    const guard = readGuardRow(db, seal)
    return guard === null || guard === 'forged' ? null : guard.changes
  } catch (error) {
    if (isBeyondReading(error)) return null
    throw error
  }
}

interface Copying {
  readonly from: ReadDb
  readonly to: WriteDb
  readonly seal: Seal
  /** Perhaps no newer than the base: what that holds stays. */
  readonly isOld: boolean
}

/** True when every row came over and the table's pages are sound. */
function copyTable({ from, to, seal, isOld }: Copying, table: string): boolean {
  const columns = to.pluck<[string], string>('SELECT name FROM pragma_table_info(?)').all(table)
  const names = columns.map((name) => `"${name}"`).join(', ')
  const insert = to.change<unknown[]>(
    `INSERT OR ${isOld ? 'IGNORE' : 'REPLACE'} INTO ${table} (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  let isSound = true
  const doubt = (): void => {
    isSound = false
  }
  for (const row of readableRows(from, table, names, doubt)) {
    if (!isMarkedRight(seal, table, row)) doubt()
    else if (table !== 'draft' || isNewerDraft(row, draftIn(to, row['id']))) insert.run(...columns.map((name) => row[name]))
  }
  return isSound
}

/**
 * The rows as far as they can be read; `doubt` is called where that is not all of a sound table. What happens to whoever takes
 * them does not come by here.
 */
function* readableRows(from: ReadDb, table: string, names: string, doubt: () => void): Generator<Record<string, unknown>> {
  try {
    if (from.pluck<[], string>(`PRAGMA integrity_check('${table}')`).get() !== 'ok') doubt()
    yield* from.prepare<[], Record<string, unknown>>(`SELECT ${names} FROM ${table}`).iterate()
  } catch (error) {
    // An earlier version has no such table, or its pages cannot be read: what the base holds stays.
    if (!isBeyondReading(error)) throw error
    doubt()
  }
}

/** Asked of the file in doubt only: a place of the disk that is gone takes no more along than damage does. */
function isBeyondReading(error: unknown): boolean {
  return isDamaged(error) || isOtherSchema(error) || isDiskFailure(error)
}

/** What a command was based on has a mark of another kind, and the walk along the commands looks at it. */
function isMarkedRight(seal: Seal, table: string, row: Record<string, unknown>): boolean {
  // Read with the columns of its table.
  return table === 'ground' ? isGroundAsWritten(seal, row as unknown as MarkedGround) : isAsWritten(seal, table, row)
}

function draftIn(to: WriteDb, id: unknown): DraftRow | undefined {
  return to.prepare<[unknown], DraftRow>('SELECT rev, no FROM draft WHERE id = ?').get(id)
}
