// From a figure back to its cases.
import { countsFor, countsReported, outcomeAt } from '#shared/domain/evaluation/index.ts'
import type { CountName, Outcome, Span } from '#shared/domain/evaluation/index.ts'
import { settledCodes, slotFactsOf, stageOf } from '../cache/fact-row.ts'
import type { ReadDb } from '../driver.ts'
import type { FactFilter, LateCase, Page } from '../evaluation-api.ts'
import { factTest } from './fact-filter.ts'
import type { FactStore } from './fact-store.ts'
import { gapOf } from './offline-gap.ts'

interface Found {
  readonly rid: number
  readonly outcome: Outcome | null
}

/** Every case that counts, in no order. */
export function casesOf(store: FactStore, count: CountName, span: Span, filter: FactFilter, now: number): Found[] {
  const { reported, filed } = store.columns
  const counts: CaseTest = (line, outcome) => countsFor(count, slotFactsOf(line), outcome)
  return found(store, countsReported(count) ? reported : filed, span, filter, now, counts)
}

/** Every case reported in the span that has come to the stage, in no order: those the funnel has counted. */
export function casesThrough(store: FactStore, stage: number, span: Span, filter: FactFilter, now: number): Found[] {
  return found(store, store.columns.reported, span, filter, now, ({ flags }) => stageOf(flags) >= stage)
}

type CaseTest = (line: { readonly settled: number; readonly flags: number }, outcome: Outcome | null) => boolean

function found(store: FactStore, days: Int32Array, span: Span, filter: FactFilter, now: number, counts: CaseTest): Found[] {
  const { columns, size, due } = store
  const passes = factTest(store, filter)
  const cases: Found[] = []
  for (let at = 0; at < size; at += 1) {
    const day = days[at] ?? -1
    if (day < span.from || day >= span.to || !passes(at)) continue
    const [settled, flags] = [columns.settled[at] ?? 0, columns.flags[at] ?? 0]
    const outcome = outcomeAt({ settled: settledCodes[settled] ?? null, dueAt: due.get(at) ?? null }, now)
    if (counts({ settled, flags }, outcome)) cases.push({ rid: columns.rid[at] ?? 0, outcome })
  }
  return cases
}

/** How late a case is at `now`, milliseconds: for good once answered, growing while it is open; null when in time. */
export function lateMsOf({ late_ms: lateMs, due_at: dueAt }: LateLine, now: number): number | null {
  return lateMs ?? (dueAt !== null && now > dueAt ? now - dueAt : null)
}

interface LateLine {
  readonly late_ms: number | null
  readonly due_at: number | null
}

export const LATE_SQL = 'SELECT late_ms, due_at FROM case_fact WHERE rid = ?'

export function latenessOf(db: ReadDb, cases: readonly Found[], now: number): Map<number, number> {
  const read = db.prepare<[number], LateLine>(LATE_SQL)
  const late = new Map<number, number>()
  for (const { rid } of cases) {
    const line = read.get(rid)
    const ms = line === undefined ? null : lateMsOf(line, now)
    if (ms !== null) late.set(rid, ms)
  }
  return late
}

export const BEHIND_SQL = `
  SELECT c.id, c.no, c.state, c.class_name AS className, c.address, d.name AS department, c.reported_at AS reportedAt,
    c.filed_at AS filedAt, c.closed_at AS closedAt, c.due_at AS dueAt, f.late_ms, f.due_at
  FROM "case" c JOIN case_fact f ON f.rid = c.rid LEFT JOIN entity_row d ON d.kind = 'department' AND d.id = c.department
  WHERE c.rid = ?
`

type BehindLine = Omit<LateCase, 'outcome' | 'lateMs' | 'marks'> & LateLine

/** Are the cases of a count listed by how late they are? */
export function isByLateness(count: CountName): boolean {
  return count === 'late' || count === 'overdue'
}

/** A page of them: newest first, late ones by lateness. */
export function pageOf(
  db: ReadDb,
  cases: readonly Found[],
  { offset, limit, byLateness }: Page & { readonly byLateness: boolean },
  now: number,
): LateCase[] {
  const late = byLateness ? latenessOf(db, cases, now) : new Map<number, number>()
  const lateness = ({ rid }: Found): number => late.get(rid) ?? 0
  const sorted = [...cases].sort((a, b) => lateness(b) - lateness(a) || b.rid - a.rid)
  const read = db.prepare<[number], BehindLine>(BEHIND_SQL)
  return sorted.slice(offset, offset + limit).flatMap(({ rid, outcome }) => {
    const line = read.get(rid)
    if (line === undefined) return []
    const { late_ms, due_at, ...shown } = line
    return [{ ...shown, outcome, lateMs: lateMsOf({ late_ms, due_at }, now), marks: gapOf(db, rid) }]
  })
}
