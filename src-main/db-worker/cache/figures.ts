// Facts and sums of cases, kept exactly while cases change (ADR 009). Sums gather in memory and are written once a transaction.
import { figureColumns } from '#shared/cache-schema/index.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { factsOf } from '#shared/domain/evaluation/index.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import { factColumns, factRowOf } from './fact-row.ts'
import type { FactRow } from './fact-row.ts'
import { createSums } from './figure-sums.ts'

export interface Figures {
  /** Facts of a case as they are now; `isNew`: none are known yet. */
  write(rid: number, row: CaseRow, isNew: boolean): void
  remove(rid: number): void
  /** Writes the sums that have gathered; call it at the end of the transaction. */
  flush(): void
  /** Forgets what has gathered and what is known of the file, when the transaction did not happen or the file is a new one. */
  forget(): void
}

const OLD_FACT_SQL = `SELECT ${factColumns.join(', ')} FROM case_fact WHERE rid = ?`
const INSERT_FACT = `
  INSERT OR REPLACE INTO case_fact (rid, n, ${factColumns.join(', ')}) VALUES (?, ?, ${factColumns.map(() => '?').join(', ')})
`
/** Columns of `case_fact_due`: an UPDATE that does not name them leaves that index alone. */
const dueColumns: readonly (keyof FactRow)[] = ['due_at', 'filed_day', 'department', 'street']
const freeColumns = factColumns.filter((name) => !dueColumns.includes(name))
const updateOf = (columns: readonly string[]): string =>
  `UPDATE case_fact SET n = ?, ${columns.map((name) => `${name} = ?`).join(', ')} WHERE rid = ?`
const UPDATE_FACT = updateOf(factColumns)
const UPDATE_FREE = updateOf(freeColumns)
/** The line stays, so that a reader hears of it; its case is gone. */
const GONE_FACT = 'UPDATE case_fact SET n = ?, reported_day = NULL, filed_day = NULL, settled = 0, due_at = NULL WHERE rid = ?'
const ADD_FIGURE = `
  INSERT INTO figure (grain, dimension, period, member, ${figureColumns.join(', ')})
  VALUES (?, ?, ?, ?, ${figureColumns.map(() => '?').join(', ')})
  ON CONFLICT (grain, dimension, period, member) DO UPDATE SET ${figureColumns.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')}
`

export function createFigures(db: WriteDb): Figures {
  const terms = createTerms(db)
  const sums = createSums()
  let last: number | undefined
  const next = (): number => (last = (last ?? lastChange(db)) + 1)
  const oldFact = (rid: number): FactRow | undefined => db.prepare<[number], FactRow>(OLD_FACT_SQL).get(rid)
  return {
    write(rid, row, isNew) {
      const now = factRowOf(factsOf(row), terms.numberOf)
      const old = isNew ? undefined : oldFact(rid)
      if (old !== undefined && factColumns.every((name) => old[name] === now[name])) return
      sums.change(old, now)
      if (old === undefined) db.change(INSERT_FACT).run(rid, next(), ...factColumns.map((name) => now[name]))
      else if (dueColumns.every((name) => old[name] === now[name]))
        db.change(UPDATE_FREE).run(next(), ...freeColumns.map((name) => now[name]), rid)
      else db.change(UPDATE_FACT).run(next(), ...factColumns.map((name) => now[name]), rid)
    },
    remove(rid) {
      const old = oldFact(rid)
      if (old === undefined) return
      sums.change(old, undefined)
      db.change<[number, number]>(GONE_FACT).run(next(), rid)
    },
    flush() {
      const write = db.change<number[]>(ADD_FIGURE)
      for (const [key, sum] of sums.taken()) if (sum.some((n) => n !== 0)) write.run(...key, ...sum)
    },
    forget() {
      last = undefined
      terms.forget()
      sums.taken()
    },
  }
}

export function lastChange(db: ReadDb): number {
  return db.pluck<[], number | null>('SELECT max(n) FROM case_fact').get() ?? 0
}

/** Numbers of words, made when first met. */
function createTerms(db: WriteDb): { readonly numberOf: (text: string) => number; readonly forget: () => void } {
  const known = new Map<string, number>()
  const find = (text: string): number | undefined => db.pluck<[string], number>('SELECT id FROM term WHERE text = ?').get(text)
  return {
    numberOf(text) {
      const number = known.get(text) ?? find(text) ?? make(db, text)
      known.set(text, number)
      return number
    },
    forget: () => known.clear(),
  }
}

function make(db: WriteDb, text: string): number {
  const id = (db.pluck<[], number>('SELECT max(id) FROM term').get() ?? 0) + 1
  db.change<[number, string]>('INSERT INTO term (id, text) VALUES (?, ?)').run(id, text)
  return id
}
