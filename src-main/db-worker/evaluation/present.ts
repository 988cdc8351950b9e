// The hall's present: hours, open cases by grid, and how far figures reach.
import { factFlags } from '../cache/fact-row.ts'
import { readRevision } from '../cache/progress.ts'
import { dayBegins } from '#shared/domain/evaluation/index.ts'
import { DAY_MS, HOUR_MS } from '#shared/domain/limits/local-day.ts'
import { RID_SLOTS } from '#shared/cache-schema/index.ts'
import { figureDimensions, figureGrains } from '#shared/cache-schema/index.ts'
import type { ReadDb } from '../driver.ts'
import { countPending } from '../queries/pending.ts'
import type { EvaluationApi } from '../evaluation-api.ts'
import { firstRidOf } from '../rid.ts'
import type { SyncApi } from '../sync-api.ts'

type Api = SyncApi<EvaluationApi>

const HOURS = 24
/** The mean of an hour is taken over so many days before. */
const USUAL_DAYS = 30

export const REPORTED_SINCE_SQL = 'SELECT rid FROM case_fact WHERE rid >= ? AND reported_day IS NOT NULL'

/** A row id tells the second of reporting, which is enough for an hour. */
export function hoursOf(db: ReadDb, now: number): ReturnType<Api['evaluationHours']> {
  const first = Math.floor(now / HOUR_MS) * HOUR_MS - (HOURS - 1) * HOUR_MS
  const begin = first - USUAL_DAYS * DAY_MS
  const hours = Array.from({ length: HOURS }, (_, i) => ({ from: first + i * HOUR_MS, n: 0, before: 0 }))
  for (const rid of db.pluck<[number], number>(REPORTED_SINCE_SQL).iterate(firstRidOf(begin))) {
    const hour = Math.floor((Math.floor(rid / RID_SLOTS) * 1_000 - begin) / HOUR_MS)
    const cell = hours[hour % HOURS]
    if (cell === undefined) continue
    if (hour >= USUAL_DAYS * HOURS) cell.n += 1
    else cell.before += 1
  }
  return hours.map(({ from, n, before }) => ({ from, n, usual: before / USUAL_DAYS }))
}

export const CLOSED_ON_SQL = 'SELECT count(*) FROM "case" WHERE closed_at >= ? AND closed_at < ?'

export function closedOn(db: ReadDb, day: number): number {
  return db.pluck<[number, number], number>(CLOSED_ON_SQL).get(dayBegins(day), dayBegins(day + 1)) ?? 0
}

const openGrids = (condition: string): string => `
  SELECT t.text AS grid, count(*) AS n
  FROM "case" c CROSS JOIN case_fact f ON f.rid = c.rid CROSS JOIN term t ON t.id = f.grid
  WHERE c.live = 1 AND f.grid <> 0 AND ${condition} GROUP BY f.grid
`
export const GRIDS_SQL = {
  open: openGrids('@now > 0'),
  overdue: openGrids('f.due_at < @now'),
  reported: `
    SELECT t.text AS grid, count(*) AS n FROM case_fact f CROSS JOIN term t ON t.id = f.grid
    WHERE f.rid >= @rid AND f.reported_day IS NOT NULL AND f.grid <> 0 AND f.flags & ${String(factFlags.refused)} = 0 GROUP BY f.grid
  `,
} as const

export function gridsOf(
  db: ReadDb,
  measure: keyof typeof GRIDS_SQL,
  fromDay: number,
  now: number,
): ReturnType<Api['evaluationGrids']> {
  const asked = measure === 'reported' ? { rid: firstRidOf(dayBegins(fromDay)) } : { now }
  return db.prepare<[object], { grid: string; n: number }>(GRIDS_SQL[measure]).all(asked)
}

/** Unit grids change seldom: counted again only when they have. */
export function createGridCounts(db: ReadDb): Api['evaluationGridCounts'] {
  const known = new Map<string, ReturnType<Api['evaluationGridCounts']>>()
  let revision = -1
  return (by) => {
    const now = readRevision(db, 'grid')
    if (now !== revision) known.clear()
    revision = now
    const counted = known.get(by) ?? countGrids(db, by)
    known.set(by, counted)
    return counted
  }
}

function countGrids(db: ReadDb, by: 'street' | 'community'): ReturnType<Api['evaluationGridCounts']> {
  return db
    .prepare<[string], { member: string; n: number }>(
      "SELECT coalesce(json_extract(doc, ?), '') AS member, count(*) AS n FROM grid GROUP BY 1",
    )
    .all(`$.${by}`)
}

export const LAST_FILED_SQL = `
  SELECT max(period) FROM figure
  WHERE grain = ${String(figureGrains.day)} AND dimension = ${String(figureDimensions.department)} AND filed > 0
`

export function standing(db: ReadDb): ReturnType<Api['evaluationStanding']> {
  return {
    revision: readRevision(db, 'case'),
    pending: countPending(db),
    lastFiledDay: db.pluck<[], number | null>(LAST_FILED_SQL).get() ?? null,
  }
}
