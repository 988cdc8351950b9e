// Questions about the cases reported in a span: row ids run with the time of reporting, so a span is a range of them.
import { dayBegins, medianOf, repeatPlaces, stages } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { stageColumns } from '#shared/cache-schema/index.ts'
import { factFlags, stageOf } from '../cache/fact-row.ts'
import type { ReadDb } from '../driver.ts'
import type { EvaluationApi, FactFilter } from '../evaluation-api.ts'
import { firstRidOf } from '../rid.ts'
import type { SyncApi } from '../sync-api.ts'
import { conditions } from './fact-filter.ts'

interface Range {
  readonly from: number
  readonly to: number
}

/** A fuller second spills its cases over into the next ones: the day itself decides at the edges. */
const SPILL = 64 * 1_024

function rangeOf({ from, to }: Span): Range {
  return { from: firstRidOf(dayBegins(from)), to: firstRidOf(dayBegins(to)) + SPILL }
}

export const STAGES_SQL = `
  SELECT reported_day AS day, flags, department, street, community, grid, class_code AS class, source, ${stageColumns.join(', ')}
  FROM case_fact WHERE rid >= @from AND rid < @to AND reported_day IS NOT NULL
`

type Words = Readonly<Record<'department' | 'street' | 'community' | 'grid' | 'class' | 'source', number>>
type StageLine = Words &
  Readonly<Record<(typeof stageColumns)[number], number | null>> & { readonly day: number; readonly flags: number }

export function stagesOf(db: ReadDb, span: Span, filter: FactFilter): ReturnType<SyncApi<EvaluationApi>['evaluationStages']> {
  const passes = lineTest(db, filter)
  const reached = stages.map(() => 0)
  const times = stageColumns.map((): number[] => [])
  for (const line of db.prepare<[object], StageLine>(STAGES_SQL).iterate(rangeOf(span))) {
    if (line.day < span.from || line.day >= span.to || !passes(line)) continue
    for (let stage = stageOf(line.flags); stage >= 0; stage -= 1) reached[stage] = (reached[stage] ?? 0) + 1
    for (const [i, column] of stageColumns.entries()) {
      const ms = line[column]
      if (ms !== null) times[i]?.push(ms)
    }
  }
  return { reached, medianMs: [null, ...times.map(medianOf)] }
}

export const SIGHTINGS_SQL = `
  SELECT f.rid, f.reported_day AS day, f.department, f.street, f.community, f.grid, f.class_code AS class, f.source, c.class_code AS classCode,
    c.reported_at AS at, c.lng, c.lat
  FROM case_fact f CROSS JOIN "case" c ON c.rid = f.rid
  WHERE f.rid >= @from AND f.rid < @to AND f.reported_day IS NOT NULL AND f.flags & ${String(factFlags.refused)} = 0 AND c.lng IS NOT NULL
  ORDER BY c.reported_at, f.rid
`

interface SightingLine extends Words {
  readonly rid: number
  readonly day: number
  readonly classCode: string
  readonly at: number
  readonly lng: number
  readonly lat: number
}

export function repeatsOf(
  db: ReadDb,
  span: Span,
  filter: FactFilter,
  limit: number,
): ReturnType<SyncApi<EvaluationApi>['evaluationRepeats']> {
  const passes = lineTest(db, filter)
  const sightings = db
    .prepare<[object], SightingLine>(SIGHTINGS_SQL)
    .all(rangeOf(span))
    .filter((line) => line.day >= span.from && line.day < span.to && passes(line))
  const one = db.prepare<[number], { id: CaseId; address: string; className: string }>(
    'SELECT id, address, class_name AS className FROM "case" WHERE rid = ?',
  )
  return repeatPlaces(sightings)
    .slice(0, limit)
    .flatMap(({ first: { lng, lat, classCode, rid }, rids, medianDays }) => {
      const begun = one.get(rid)
      if (begun === undefined) return []
      const { id: first, address, className } = begun
      const cases = rids.toReversed().flatMap((each) => one.get(each)?.id ?? [])
      return [{ lng, lat, classCode, medianDays, first, address, className, cases }]
    })
}

function lineTest(db: ReadDb, filter: FactFilter): (line: Words) => boolean {
  const narrowed = conditions(filter)
  if (narrowed.length === 0) return () => true
  const terms = db.prepare<[], { id: number; text: string }>('SELECT id, text FROM term').all()
  const allowed = narrowed.map(([column, passes]) => {
    const ids = new Set(terms.filter(({ text }) => passes(text)).map(({ id }) => id))
    return (line: Words): boolean => ids.has(line[column])
  })
  return (line) => allowed.every((test) => test(line))
}
