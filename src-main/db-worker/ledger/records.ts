// Marks of the records that are no part of a chain. Their order says nothing, so each is marked by itself, and how many there are
// is kept in `tally`.
import type { ReadDb } from '../driver.ts'
import type { LedgerParts } from './parts.ts'
import type { Seal } from './seal.ts'
import { countNow, firstMiscounted, isCountedIn, readTally, retally, setTally, toggled } from './tally.ts'
import type { MarkedTable } from './tally.ts'

/** Tables with a `mac` over the columns named here, the key first. A numbered row's place (`n`) is covered too. */
const marked: Readonly<Record<MarkedTable, readonly [string, ...string[]]>> = {
  draft: ['id', 'case_id', 'owner', 'no', 'sealed', 'title', 'rev', 'call_at', 'saved_at', 'state'],
  sign_in: ['sign_in', 'n', 'person', 'name', 'posts', 'shift', 'since', 'locked', 'attested', 'ended_at'],
  number_block: ['n', 'day', 'district', 'first', 'last', 'next'],
  number_used: ['no'],
  meta: ['key', 'value'],
  claim: ['s', 'word', 'relay'],
  neighbour: ['id', 'seat', 's', 'hash', 'body', 'person_name', 'no', 'claim'],
  neighbour_head: ['seat', 's', 'hash'],
  lane_floor: ['lane', 'n'],
  attachment: ['hash', 'size', 'mime', 'staged_at', 'state', 'upload', 'sent', 'attempts', 'error'],
  attachment_use: ['hash', 'case_id', 'name', 'use', 'staged_at', 'command_id'],
}

type Line = Readonly<Record<string, string | number | null>>
type Sealed = Pick<LedgerParts, 'db' | 'seal'>

const tables = Object.keys(marked) as readonly MarkedTable[]

function macOf(seal: Seal, table: MarkedTable, line: Line): string {
  return seal([tagOf(table), ...marked[table].map((column) => line[column] ?? null)])
}

/** What a mark begins with. */
const tagOf = (table: MarkedTable): string => (table === 'attachment_use' ? 'attachment-use' : table)

/** A file may be held by several cases. */
const keyOf = (table: MarkedTable): readonly string[] => marked[table].slice(0, table === 'attachment_use' ? 2 : 1)

const whereOf = (table: MarkedTable): string =>
  keyOf(table)
    .map((column) => `${column} = ?`)
    .join(' AND ')

/** Is this row, read with all its columns, as it was written? True for tables whose rows carry no mark of this kind. */
export function isAsWritten(seal: Seal, table: string, row: object): boolean {
  const found = tables.find((name) => name === table)
  // The columns of these tables are texts and numbers.
  const line = row as Line
  return found === undefined || macOf(seal, found, line) === line['mac']
}

/** Marks a row as it now stands and counts it; call it after the row was written, in the same transaction. */
export function markRow({ db, seal }: Sealed, table: MarkedTable, ...key: readonly (string | number)[]): void {
  const read = db.prepare<(string | number)[], Line>(`SELECT ${columnsOf(table)}, mac FROM ${table} WHERE ${whereOf(table)}`)
  const line = read.get(...key)
  if (line === undefined) throw new Error(`markRow: ${table} has no row ${key.join(' ')}`)
  const [before, mac] = [String(line['mac']), macOf(seal, table, line)]
  if (before === mac) return
  db.change<(string | number)[]>(`UPDATE ${table} SET mac = ? WHERE ${whereOf(table)}`).run(mac, ...key)
  retally({ db, seal }, table, { gone: [before], come: [mac] })
}

/** Takes rows away, and out of the count; `which` is SQL after WHERE, with its values. Call it in a transaction. */
export function dropRows({ db, seal }: Sealed, table: MarkedTable, which: string, ...values: readonly string[]): void {
  const gone = db.pluck<string[], string>(`SELECT mac FROM ${table} WHERE ${which}`).all(...values)
  if (gone.length === 0) return
  db.change<string[]>(`DELETE FROM ${table} WHERE ${which}`).run(...values)
  retally({ db, seal }, table, { gone, come: [] })
}

/** Marks and counts everything that is there, after a recovery has judged it. */
export function markAll(parts: Sealed): void {
  markTables(parts, tables)
  countChained(parts)
}

/** The same for tables that have had no marks so far. */
export function markTables({ db, seal }: Sealed, names: readonly MarkedTable[]): void {
  for (const table of names) {
    const key = keyOf(table)
    let sum = ''
    const lines = db.prepare<[], Line>(`SELECT ${columnsOf(table)} FROM ${table} ORDER BY ${key.join(', ')}`).all()
    for (const line of lines) {
      const mac = macOf(seal, table, line)
      const values = key.map((column) => line[column] ?? null)
      db.change<(string | number | null)[]>(`UPDATE ${table} SET mac = ? WHERE ${whereOf(table)}`).run(mac, ...values)
      sum = toggled(sum, mac)
    }
    setTally({ db, seal }, table, lines.length, sum)
  }
}

/** Counts a table whose rows have been marked all along, as they are. */
export function countTable({ db, seal }: Sealed, table: MarkedTable): void {
  const marks = db.pluck<[], string>(`SELECT mac FROM ${table}`).all()
  setTally({ db, seal }, table, marks.length, marks.reduce(toggled, ''))
}

/** The chains, and what became of their commands. */
export function countChained({ db, seal }: Sealed): void {
  setTally({ db, seal }, 'standing', countNow(db, 'standing'), sumOfStandings(db))
  for (const chain of ['command', 'audit'] as const) setTally({ db, seal }, chain, countNow(db, chain))
}

/** The first record that is not as it was written, told by its place among all of them, or null. */
export function firstForgedRecord(parts: { readonly db: ReadDb; readonly seal: Seal }): number | null {
  const { db, seal } = parts
  let place = 0
  for (const table of tables) {
    let sum = ''
    const lines = db.prepare<[], Line>(`SELECT ${columnsOf(table)}, mac FROM ${table} ORDER BY ${keyOf(table).join(', ')}`).iterate()
    for (const line of lines) {
      place += 1
      const mac = macOf(seal, table, line)
      if (mac !== line['mac']) return place
      sum = toggled(sum, mac)
    }
    if (isCountedIn(db, table) && (readTally(db, table)?.sum ?? '') !== sum) return place + 1
  }
  // Their marks themselves are checked along the chain of commands.
  if ((readTally(db, 'standing')?.sum ?? '') !== sumOfStandings(db)) return place + 1
  return firstMiscounted(parts) === null ? null : place + 1
}

function sumOfStandings(db: ReadDb): string {
  return db.pluck<[], string>('SELECT mac FROM standing').all().reduce(toggled, '')
}

const columnsOf = (table: MarkedTable): string => marked[table].join(', ')
