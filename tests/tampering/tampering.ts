// What somebody could do to a ledger with any tool but its key. Each way changes an open file; the caller takes it back.
import type { WriteDb } from '#main/db-worker/driver.ts'
import { NO_HASH, hashOf } from '#main/db-worker/ledger/seal.ts'

/** Whole numbers below `below`, the same for the same seed (mulberry32). */
export type Dice = (below: number) => number

export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

type Way = (db: WriteDb, dice: Dice) => boolean

/** Tables with records, and the columns that say something. */
const columns: Readonly<Record<string, readonly string[]>> = {
  command: ['body', 'person_name', 'no', 'hash', 'prev', 'case_id'],
  standing: ['word', 'told', 'ver', 'outcome'],
  audit: ['body', 'hash', 'prev', 'mac'],
  draft: ['owner', 'sealed', 'title', 'rev', 'state', 'call_at'],
  sign_in: ['person', 'name', 'posts', 'since', 'locked', 'attested', 'ended_at'],
  number_block: ['day', 'first', 'last', 'next'],
  number_used: ['no'],
  meta: ['value', 'key'],
  claim: ['word', 'relay'],
  neighbour: ['seat', 's', 'hash', 'body', 'person_name', 'no', 'claim'],
  neighbour_head: ['s', 'hash'],
  lane_floor: ['n'],
  attachment: ['size', 'mime', 'state', 'upload', 'sent', 'error'],
  attachment_use: ['name', 'use', 'command_id'],
  tally: ['n', 'sum', 'mac'],
}
const tables = Object.keys(columns)
const besideCommands = ['command_lane', 'standing', 'ground', 'claim']
const one = <T>(items: readonly T[], dice: Dice): T => items[dice(items.length)]!

/** Neither triggers nor checks stand in the way of somebody with another tool. */
function freed(db: WriteDb): void {
  db.exec('PRAGMA ignore_check_constraints = ON')
  for (const name of db.pluck<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all())
    db.exec(`DROP TRIGGER ${name}`)
}

const keyOf = (table: string): string =>
  ({
    command: 's',
    standing: 's',
    audit: 'n',
    draft: 'id',
    sign_in: 'n',
    number_block: 'n',
    number_used: 'no',
    meta: 'key',
    claim: 's',
    neighbour: 'id',
    neighbour_head: 'seat',
    lane_floor: 'lane',
    attachment: 'hash',
    // Here every file is held by one case.
    attachment_use: 'hash',
    tally: 'name',
  })[table] ?? 'rowid'
const keysOf = (db: WriteDb, table: string): (string | number)[] =>
  db.pluck<[], string | number>(`SELECT ${keyOf(table)} FROM ${table} ORDER BY 1`).all()

const erase: Way = (db, dice) => {
  const table = one(tables, dice)
  const key = one(keysOf(db, table), dice)
  if (table === 'command') for (const beside of besideCommands) db.change(`DELETE FROM ${beside} WHERE s = ?`).run(key)
  return db.change(`DELETE FROM ${table} WHERE ${keyOf(table)} = ?`).run(key) === 1
}

const change: Way = (db, dice) => {
  const table = one(tables, dice)
  const [column, key] = [one(columns[table]!, dice), one(keysOf(db, table), dice)]
  const where = `WHERE ${keyOf(table)} = ?`
  const before = db.pluck<[string | number], unknown>(`SELECT ${column} FROM ${table} ${where}`).get(key)
  const word = table === 'standing' && column === 'word' ? (before === 'waiting' ? 'settled' : 'waiting') : changed(before, dice)
  return db.change(`UPDATE ${table} SET ${column} = ? ${where}`).run(word, key) === 1
}

function changed(value: unknown, dice: Dice): string | number {
  if (typeof value === 'number') return value === 0 ? 1 : value === 1 ? 0 : value + 1 + dice(9)
  if (typeof value !== 'string' || value === '') return '1'
  const at = dice(value.length)
  const other = value[at] === '7' ? '8' : '7'
  return value.slice(0, at) + other + value.slice(at + 1)
}

/** The contents of two rows change places, marks and all. */
const reorder: Way = (db, dice) => {
  const table = one(['audit', 'command', 'standing', 'meta', 'claim', 'neighbour'], dice)
  const content = {
    audit: 'body, hash, prev, mac',
    command: 'body, hash, prev, mac',
    standing: 'word, told, ver, outcome, mac',
    meta: 'value, mac',
    claim: 'word, relay, mac',
    neighbour: 'hash, body, person_name, no, claim, mac',
  }[table]!
  const keys = keysOf(db, table)
  const [a, b] = [one(keys, dice), one(keys, dice)]
  const read = (key: string | number): string =>
    JSON.stringify(db.prepare(`SELECT ${content} FROM ${table} WHERE ${keyOf(table)} = ?`).get(key))
  if (a === b || read(a) === read(b)) return false
  const names = content.split(', ')
  const take = (from: string): string => names.map((name) => `${name} = ${from}.${name}`).join(', ')
  db.exec(`CREATE TEMP TABLE aside AS SELECT * FROM ${table}`)
  db.change(`UPDATE ${table} SET ${take('o')} FROM aside o WHERE o.${keyOf(table)} = ? AND ${table}.${keyOf(table)} = ?`).run(
    a,
    b,
  )
  db.change(`UPDATE ${table} SET ${take('o')} FROM aside o WHERE o.${keyOf(table)} = ? AND ${table}.${keyOf(table)} = ?`).run(
    b,
    a,
  )
  return true
}

function cutTail(db: WriteDb, dice: Dice): number {
  const last = db.pluck<[], number>('SELECT max(n) FROM audit').get()!
  const upTo = last - 1 - dice(Math.min(10, last - 2))
  db.change('DELETE FROM audit WHERE n > ?').run(upTo)
  return upTo
}

const truncate: Way = (db, dice) => {
  if (dice(2) === 0) return cutTail(db, dice) > 0
  const last = db.pluck<[], number>('SELECT max(s) FROM command').get()!
  const upTo = last - 1 - dice(Math.min(5, last - 2))
  for (const table of [...besideCommands, 'command']) db.change(`DELETE FROM ${table} WHERE s > ?`).run(upTo)
  // A careful forger sets the counts right; the mark on them stays what it was.
  if (dice(2) === 0) db.change("UPDATE tally SET n = ? WHERE name = 'command'").run(upTo)
  return true
}

/** The end goes, another story takes its place: chained in order, but without the key no mark can be made. */
const rewrite: Way = (db, dice) => {
  const upTo = cutTail(db, dice)
  const marks = db.pluck<[], string>('SELECT mac FROM audit').all()
  let prev = db.pluck<[number], string>('SELECT hash FROM audit WHERE n = ?').get(upTo) ?? NO_HASH
  for (let n = upTo + 1; n <= upTo + 1 + dice(5); n += 1) {
    const body = JSON.stringify({
      at: n,
      detail: null,
      n,
      person: null,
      post: null,
      prev,
      result: 'ok',
      subject: null,
      what: 'nothing.happened',
    })
    const hash = hashOf(body)
    db.change('INSERT INTO audit (n, body, prev, hash, mac) VALUES (?, ?, ?, ?, ?)').run(n, body, prev, hash, one(marks, dice))
    prev = hash
  }
  db.change("UPDATE tally SET n = (SELECT max(n) FROM audit) WHERE name = 'audit'").run()
  return true
}

/** The front goes, and a cut is put there as if it had been exported. */
const cutFront: Way = (db, dice) => {
  const last = db.pluck<[], number>('SELECT max(n) FROM audit').get()!
  const n = 1 + dice(last - 2)
  const hash = db.pluck<[number], string>('SELECT hash FROM audit WHERE n = ?').get(n)!
  db.change('INSERT INTO audit_cut (id, n, hash, at, mac) VALUES (1, ?, ?, 0, ?)').run(n, hash, hash)
  return db.change('DELETE FROM audit WHERE n <= ?').run(n) > 0
}

/** A row as it once was, with the mark it really had then. */
function replay(earlier: readonly Earlier[]): Way {
  return (db, dice) => {
    const { table, key, row } = one(earlier, dice)
    const now = db
      .prepare<[string | number], Readonly<Record<string, unknown>>>(`SELECT * FROM ${table} WHERE ${keyOf(table)} = ?`)
      .get(key)
    if (now?.['mac'] === row['mac']) return false
    const names = Object.keys(row).filter((name) => name !== keyOf(table))
    return (
      db
        .change(`UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE ${keyOf(table)} = ?`)
        .run(...names.map((name) => row[name]), key) === 1
    )
  }
}

export interface Earlier {
  readonly table: string
  readonly key: string | number
  readonly row: Readonly<Record<string, unknown>>
}

/** Rows whose content changes in the life of a ledger, as they are now. */
export function rowsNow(db: WriteDb): Earlier[] {
  return ['standing', 'draft', 'sign_in', 'number_block', 'meta', 'neighbour_head', 'attachment', 'attachment_use'].flatMap((table) =>
    db
      .prepare<[], Readonly<Record<string, unknown>>>(`SELECT * FROM ${table}`)
      .all()
      .map((row) => ({ table, key: row[keyOf(table)] as string | number, row })),
  )
}

/** One tampering by the seed; its name, or null when it came out as no change at all. */
export function tamper(db: WriteDb, seed: number, earlier: readonly Earlier[]): string | null {
  const ways: Readonly<Record<string, Way>> = { erase, change, reorder, truncate, rewrite, cutFront, replay: replay(earlier) }
  const dice = diceOf(seed)
  freed(db)
  const name = one(Object.keys(ways), dice)
  try {
    return ways[name]!(db, dice) ? name : null
  } catch (error) {
    // Two rows under one key cannot be, whoever writes them.
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT')) return null
    throw error
  }
}
