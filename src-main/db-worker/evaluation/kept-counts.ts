// Counts out of the sums that the cache keeps: as many lines are read as there are members and periods, not as there are cases.
import { figureColumns, figureDimensions, figureGrains } from '#shared/cache-schema/index.ts'
import { countsFrom, isWhole, slotIndex, slots } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import type { ReadDb } from '../driver.ts'
import type { FactDimension, FactFilter, MemberCounts } from '../evaluation-api.ts'
import { spanLookup } from './scan-counts.ts'

export const FIGURES_SQL = `
  SELECT period, t.text AS member, ${figureColumns.join(', ')} FROM figure f CROSS JOIN term t ON t.id = f.member
  WHERE grain = @grain AND dimension = @dimension AND period >= @from AND period < @to
`
/** Open cases past their limit: few, however many cases there are. */
const overdueSql = (column: 'department' | 'street'): string => `
  SELECT filed_day AS period, ${column} AS member, count(*) AS n FROM case_fact
  WHERE due_at IS NOT NULL AND due_at < @now AND filed_day >= @from AND filed_day < @to GROUP BY filed_day, ${column}
`
export const OVERDUE_SQL = { department: overdueSql('department'), street: overdueSql('street') } as const

type KeptDimension = keyof typeof figureDimensions

/** The dimension for which sums answer the question, if any; cases are asked otherwise. */
export function keptDimension(by: FactDimension, filter: FactFilter): KeptDimension | undefined {
  if (filter.classes !== null || filter.sources !== null || filter.community !== null || filter.grid !== null) return undefined
  if (by === 'department') return filter.street === null ? by : undefined
  return by === 'street' && filter.department === null ? by : undefined
}

type FigureLine = Readonly<Record<(typeof figureColumns)[number], number>> & { readonly period: number; readonly member: string }

interface Cell {
  readonly member: string
  readonly span: number
  readonly sums: number[]
  overdue: number
}

export function keptCounts(
  db: ReadDb,
  spans: readonly Span[],
  by: KeptDimension,
  only: string | null,
  now: number,
): MemberCounts[] {
  const [from, to] = [spans[0]?.from ?? 0, spans.at(-1)?.to ?? 0]
  // The first days of a month are no sum of months.
  const isMonthly = spans.every((span) => (span.kind === 'month' || span.kind === 'year') && isWhole(span))
  const spanAt = spanLookup(spans)
  const cells = new Map<string, Cell>()
  const cellOf = (member: string, period: number): Cell => {
    const span = spanAt(period)
    const key = `${String(span)} ${member}`
    const cell = cells.get(key) ?? { member, span, sums: new Array<number>(slots.length).fill(0), overdue: 0 }
    cells.set(key, cell)
    return cell
  }
  const grain = isMonthly ? figureGrains.month : figureGrains.day
  const asked = { grain, dimension: figureDimensions[by], from, to }
  for (const line of db.prepare<[object], FigureLine>(FIGURES_SQL).iterate(asked)) {
    if (only === null || line.member === only) addLine(cellOf(line.member, line.period), line)
  }
  for (const { period, member, n } of overdueOf(db, by, from, to, now)) {
    if (only === null || member === only) cellOf(member, period).overdue += n
  }
  return [...cells.values()]
    .filter(({ sums }) => sums[slotIndex.reported] !== 0 || sums[slotIndex.filed] !== 0)
    .map(({ member, span, sums, overdue }) => ({ member, span, counts: countsFrom(sums, overdue) }))
}

function addLine({ sums }: Cell, line: FigureLine): void {
  for (const [i, column] of figureColumns.entries()) sums[i] = (sums[i] ?? 0) + line[column]
}

interface OverdueLine {
  readonly period: number
  readonly member: string
  readonly n: number
}

function overdueOf(db: ReadDb, by: KeptDimension, from: number, to: number, now: number): OverdueLine[] {
  const text = db.pluck<[number], string>('SELECT text FROM term WHERE id = ?')
  return db
    .prepare<[object], { period: number; member: number; n: number }>(OVERDUE_SQL[by])
    .all({ now, from, to })
    .map((line) => ({ ...line, member: text.get(line.member) ?? '' }))
}
