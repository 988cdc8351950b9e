// Cases with steps out of an offline gap, found by the partial index `flow_gap` and the few own pending steps.
import { countGap, gapMarksOf } from '#shared/domain/evaluation/index.ts'
import type { GapCount, GapMark, GapStep, Span } from '#shared/domain/evaluation/index.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { FLOW_GAP } from '#shared/cache-schema/index.ts'
import type { ReadDb } from '../driver.ts'
import type { FactFilter } from '../evaluation-api.ts'
import { conditions } from './fact-filter.ts'

interface StepLine {
  readonly rid: number
  readonly action: string
  readonly offline: number
  readonly timeDoubt: number
  readonly pending: number
}

const MEMBERS = (doc: string): string =>
  `${doc} ->> '$.action' AS action, ${doc} ->> '$.offline' AS offline, ${doc} ->> '$.timeDoubt' AS timeDoubt`
const PENDING = `SELECT c.rid, ${MEMBERS('p.flow')}, 1 AS pending FROM case_pending p JOIN "case" c ON c.id = p.case_id WHERE p.flow IS NOT NULL`

export const GAP_SQL = `
  SELECT c.rid, ${MEMBERS('flow.doc')}, 0 AS pending FROM flow JOIN "case" c ON c.id = flow.case_id WHERE ${FLOW_GAP} UNION ALL ${PENDING}
`
export const GAP_OF_SQL = `
  SELECT c.rid, ${MEMBERS('flow.doc')}, 0 AS pending FROM "case" c JOIN flow ON flow.case_id = c.id WHERE c.rid = :rid AND ${FLOW_GAP}
  UNION ALL ${PENDING} AND c.rid = :rid
`

/** The words of a gap's case; there are few such cases, so they are read by name. */
const FACT_SQL = `
  SELECT f.reported_day AS reported, f.filed_day AS filed, d.text AS department, s.text AS street, m.text AS community, g.text AS grid, k.text AS class, o.text AS source
  FROM case_fact f JOIN term d ON d.id = f.department JOIN term s ON s.id = f.street JOIN term m ON m.id = f.community JOIN term g ON g.id = f.grid
    JOIN term k ON k.id = f.class_code JOIN term o ON o.id = f.source WHERE f.rid = ?
`

interface FactLine extends Readonly<Record<'department' | 'street' | 'community' | 'grid' | 'class' | 'source', string>> {
  readonly reported: number | null
  readonly filed: number | null
}

/** How many of the cases reported or filed in the span have steps out of a gap. */
export function gapIn(db: ReadDb, span: Span, filter: FactFilter): GapCount {
  const tests = conditions(filter)
  const fact = db.prepare<[number], FactLine>(FACT_SQL)
  const isIn = (day: number | null): boolean => day !== null && day >= span.from && day < span.to
  const marks = [...stepsByCase(db.prepare<[], StepLine>(GAP_SQL).all())].flatMap(([rid, steps]) => {
    const line = fact.get(rid)
    const counts =
      line !== undefined && (isIn(line.reported) || isIn(line.filed)) && tests.every(([word, passes]) => passes(line[word]))
    return counts ? [gapMarksOf(steps)] : []
  })
  return countGap(marks)
}

export function gapOf(db: ReadDb, rid: number): GapMark[] {
  return gapMarksOf(db.prepare<[{ rid: number }], StepLine>(GAP_OF_SQL).all({ rid }).map(stepOf))
}

function stepsByCase(lines: readonly StepLine[]): Map<number, GapStep[]> {
  const byCase = new Map<number, GapStep[]>()
  for (const line of lines) byCase.set(line.rid, [...(byCase.get(line.rid) ?? []), stepOf(line)])
  return byCase
}

function stepOf({ action, offline, timeDoubt, pending }: StepLine): GapStep {
  // Written after its schema had passed.
  return { action: action as CaseAction, offline: offline === 1, timeDoubt: timeDoubt === 1, pending: pending === 1 }
}
