import type { ReadDb } from '../driver.ts'
import { versionOf } from '../migrations/version-of.ts'
import type { LedgerParts } from './parts.ts'
import type { Seal } from './seal.ts'

/** Tables whose records are in no chain: each row has a mark of its own. */
export type MarkedTable =
  | 'draft'
  | 'sign_in'
  | 'number_block'
  | 'number_used'
  | 'meta'
  | 'claim'
  | 'neighbour'
  | 'neighbour_head'
  | 'lane_floor'
  | 'attachment'
  | 'attachment_use'

/** What is counted: rows of a table, or the highest number of a chain. */
export type TallyName = 'command' | 'audit' | 'standing' | MarkedTable

const COUNT_SQL: Readonly<Record<TallyName, string>> = {
  command: 'SELECT coalesce(max(s), 0) FROM command',
  audit: 'SELECT coalesce((SELECT max(n) FROM audit), (SELECT n FROM audit_cut), 0)',
  standing: 'SELECT count(*) FROM standing',
  draft: 'SELECT count(*) FROM draft',
  sign_in: 'SELECT count(*) FROM sign_in',
  number_block: 'SELECT count(*) FROM number_block',
  number_used: 'SELECT count(*) FROM number_used',
  meta: 'SELECT count(*) FROM meta',
  claim: 'SELECT count(*) FROM claim',
  neighbour: 'SELECT count(*) FROM neighbour',
  neighbour_head: 'SELECT count(*) FROM neighbour_head',
  lane_floor: 'SELECT count(*) FROM lane_floor',
  attachment: 'SELECT count(*) FROM attachment',
  attachment_use: 'SELECT count(*) FROM attachment_use',
}
const tallyNames = Object.keys(COUNT_SQL) as readonly TallyName[]

/** Step from which on a table is counted, where that is not the first step with marks at all. */
const COUNTED_SINCE: Readonly<Partial<Record<TallyName, number>>> = { attachment: 130, attachment_use: 130 }

/** A backup of an earlier step is judged by what was counted then. */
export function isCountedIn(db: ReadDb, name: TallyName): boolean {
  return versionOf(db) >= (COUNTED_SINCE[name] ?? 0)
}

export interface Tally {
  readonly n: number
  /** All marks of a table's rows, XORed, hex: an old row with its old mark in a new one's place shows. Empty for chains. */
  readonly sum: string
}

const nothingTallied: Tally = { n: 0, sum: '' }

const tallyMac = (seal: Seal, name: string, { n, sum }: Tally): string => seal(['tally', name, n, sum])

/** Writes down a tally; call it in the transaction that changed what is counted. */
export function setTally({ db, seal }: Pick<LedgerParts, 'db' | 'seal'>, name: TallyName, n: number, sum = ''): void {
  db.change<[string, number, string, string]>(
    `
    INSERT INTO tally (name, n, sum, mac) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET n = excluded.n, sum = excluded.sum, mac = excluded.mac
  `,
  ).run(name, n, sum, tallyMac(seal, name, { n, sum }))
}

export function readTally(db: ReadDb, name: TallyName): (Tally & { readonly mac: string }) | undefined {
  return db.prepare<[string], Tally & { mac: string }>('SELECT n, sum, mac FROM tally WHERE name = ?').get(name)
}

export function countNow(db: ReadDb, name: TallyName): number {
  return db.pluck<[], number>(COUNT_SQL[name]).get() ?? 0
}

/** The first table or chain of which there is not as much as was written down, or null. */
export function firstMiscounted({ db, seal }: { readonly db: ReadDb; readonly seal: Seal }): TallyName | null {
  const isWrong = (name: TallyName): boolean => {
    if (!isCountedIn(db, name)) return false
    const told = readTally(db, name)
    return told === undefined || told.mac !== tallyMac(seal, name, told) || told.n !== countNow(db, name)
  }
  return tallyNames.find(isWrong) ?? null
}

/** Marks have left a table and come into it; one that changes does both. '' in `gone`: there was none yet. */
export function retally(
  parts: Pick<LedgerParts, 'db' | 'seal'>,
  name: TallyName,
  { gone, come }: { readonly gone: readonly string[]; readonly come: readonly string[] },
): void {
  const left = gone.filter((mark) => mark !== '')
  const { n, sum } = readTally(parts.db, name) ?? nothingTallied
  const count = n + come.length - left.length
  // Of nothing there is no sum, whatever has been there before.
  setTally(parts, name, count, count === 0 ? '' : [...left, ...come].reduce(toggled, sum))
}

/** One mark more or less in a sum: XOR takes away what it has added. */
export function toggled(sum: string, mark: string): string {
  const [a, b] = [Buffer.from(sum.padStart(64, '0'), 'hex'), Buffer.from(mark.padStart(64, '0'), 'hex')]
  return Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0))).toString('hex')
}
