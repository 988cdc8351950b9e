import type { ReadDb } from '../driver.ts'
import type { LedgerParts } from './parts.ts'
import type { Seal } from './seal.ts'

/** What is counted: rows of a table, or the highest number of a chain. */
export type TallyName = 'command' | 'audit' | 'draft' | 'sign_in' | 'number_block' | 'number_used' | 'meta'

const COUNT_SQL: Readonly<Record<TallyName, string>> = {
  command: 'SELECT coalesce(max(s), 0) FROM command',
  audit: 'SELECT coalesce((SELECT max(n) FROM audit), (SELECT n FROM audit_cut), 0)',
  draft: 'SELECT count(*) FROM draft',
  sign_in: 'SELECT count(*) FROM sign_in',
  number_block: 'SELECT count(*) FROM number_block',
  number_used: 'SELECT count(*) FROM number_used',
  meta: 'SELECT count(*) FROM meta',
}
export const tallyNames = Object.keys(COUNT_SQL) as readonly TallyName[]

const tallyMac = (seal: Seal, name: string, n: number): string => seal(['tally', name, n])

/** Writes down a number; call it in the transaction that changed it. */
export function setTally({ db, seal }: Pick<LedgerParts, 'db' | 'seal'>, name: TallyName, n: number): void {
  db.change<[string, number, string]>(
    'INSERT INTO tally (name, n, mac) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET n = excluded.n, mac = excluded.mac',
  ).run(name, n, tallyMac(seal, name, n))
}

export function recount(parts: Pick<LedgerParts, 'db' | 'seal'>, name: TallyName): void {
  setTally(parts, name, parts.db.pluck<[], number>(COUNT_SQL[name]).get() ?? 0)
}

/** One more row of a table whose rows are never taken away. */
export function countUp(parts: Pick<LedgerParts, 'db' | 'seal'>, name: TallyName): void {
  setTally(parts, name, (readTally(parts.db, name)?.n ?? 0) + 1)
}

/** The first table that does not hold as many as were written down, or null. */
export function firstMiscounted({ db, seal }: { readonly db: ReadDb; readonly seal: Seal }): TallyName | null {
  const isWrong = (name: TallyName): boolean => {
    const told = readTally(db, name)
    const counted = db.pluck<[], number>(COUNT_SQL[name]).get() ?? 0
    return told === undefined ? counted > 0 : told.mac !== tallyMac(seal, name, told.n) || told.n !== counted
  }
  return tallyNames.find(isWrong) ?? null
}

function readTally(db: ReadDb, name: TallyName): { readonly n: number; readonly mac: string } | undefined {
  return db.prepare<[string], { n: number; mac: string }>('SELECT n, mac FROM tally WHERE name = ?').get(name)
}
