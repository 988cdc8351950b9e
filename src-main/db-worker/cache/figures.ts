// Facts and sums of cases, kept exactly while cases change (ADR 009). Sums gather in memory and are written once a transaction.
import { figureColumns, figureDimensions, figureGrains } from '#shared/cache-schema/index.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { factsOf, filedSlots, monthOf, reportedSlots, slotIndex, slots } from '#shared/domain/evaluation/index.ts'
import type { Slot } from '#shared/domain/evaluation/index.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import { factColumns, factRowOf, slotFactsOf } from './fact-row.ts'
import type { FactRow } from './fact-row.ts'

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
const UPSERT_FACT = `
  INSERT INTO case_fact (rid, n, ${factColumns.join(', ')}) VALUES (@rid, @n, ${factColumns.map((name) => `@${name}`).join(', ')})
  ON CONFLICT (rid) DO UPDATE SET n = excluded.n, ${factColumns.map((name) => `${name} = excluded.${name}`).join(', ')}
`
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
      if (old !== undefined) sums.add(old, -1)
      sums.add(now, 1)
      db.change<[Record<string, number | null>]>(UPSERT_FACT).run({ ...now, rid, n: next() })
    },
    remove(rid) {
      const old = oldFact(rid)
      if (old === undefined) return
      sums.add(old, -1)
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

type Key = readonly [grain: number, dimension: number, period: number, member: number]
type Sum = number[]

interface Sums {
  add(fact: FactRow, step: 1 | -1): void
  /** What has gathered, which is thereby forgotten. */
  taken(): readonly (readonly [Key, Sum])[]
}

/** Days to the year 9999 and words of a hall, as ranges of one whole number: looking up costs no text. */
const MOST_DAYS = 4_000_000
const MOST_TERMS = 4_000_000

function packed([grain, dimension, period, member]: Key): number {
  return ((grain * 2 + dimension) * MOST_DAYS + period) * MOST_TERMS + member
}

function createSums(): Sums {
  let gathered = new Map<number, readonly [Key, Sum]>()
  const monthOfDay = rememberMonths()
  const raise = (key: Key, raised: readonly Slot[], step: number): void => {
    const known = gathered.get(packed(key))
    const sum = known?.[1] ?? new Array<number>(slots.length).fill(0)
    if (known === undefined) gathered.set(packed(key), [key, sum])
    for (const slot of raised) sum[slotIndex[slot]] = (sum[slotIndex[slot]] ?? 0) + step
  }
  const raiseAll = (day: number, { department, street }: FactRow, raised: readonly Slot[], step: number): void => {
    const month = monthOfDay(day)
    raise([figureGrains.day, figureDimensions.department, day, department], raised, step)
    raise([figureGrains.day, figureDimensions.street, day, street], raised, step)
    raise([figureGrains.month, figureDimensions.department, month, department], raised, step)
    raise([figureGrains.month, figureDimensions.street, month, street], raised, step)
  }
  return {
    add(fact, step) {
      const facts = slotFactsOf(fact)
      if (fact.reported_day !== null) raiseAll(fact.reported_day, fact, reportedSlots(facts), step)
      if (fact.filed_day !== null) raiseAll(fact.filed_day, fact, filedSlots(facts), step)
    },
    taken() {
      const all = [...gathered.values()]
      gathered = new Map()
      return all
    },
  }
}

function rememberMonths(): (day: number) => number {
  const known = new Map<number, number>()
  return (day) => {
    const month = known.get(day) ?? monthOf(day)
    known.set(day, month)
    return month
  }
}
