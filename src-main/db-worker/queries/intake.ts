// What taking a call asks for: likely duplicates, the caller's history, how departments did with such cases.
import type { CaseBrief } from '#shared/contracts/cases.contract.ts'
import { bboxAround, distanceM } from '#shared/domain/geometry/distance.ts'
import type { CacheReaderApi } from '../cache-api.ts'
import type { ReadDb } from '../driver.ts'
import type { SyncApi } from '../sync-api.ts'
import { boxParams, meetsBox } from './boxes.ts'
import { BRIEF_COLUMNS, BRIEF_JOINS, BRIEF_SELECT, toBrief } from './briefs.ts'
import type { BriefLine } from './briefs.ts'

export const NEARBY_SQL = `
  SELECT ${BRIEF_COLUMNS} FROM case_live_at r CROSS JOIN "case" c ON c.rid = r.rid ${BRIEF_JOINS}
  WHERE ${meetsBox('r')} AND c.class_code = @classCode AND c.reported_at >= @sinceAt
`

/** Live cases of a class, the nearest first. */
export function nearbyCases(
  db: ReadDb,
  classCode: string,
  lng: number,
  lat: number,
  radiusM: number,
  sinceAt: number,
): CaseBrief[] {
  const here = [lng, lat] as const
  return db
    .prepare<[object], BriefLine>(NEARBY_SQL)
    .all({ ...boxParams(bboxAround(here, radiusM)), classCode, sinceAt })
    .map((line) => ({
      line,
      distance: line.lng === null || line.lat === null ? Infinity : distanceM(here, [line.lng, line.lat]),
    }))
    .filter(({ distance }) => distance <= radiusM)
    .sort((a, b) => a.distance - b.distance)
    .map(({ line }) => toBrief(line))
}

export const PHONE_SQL = `${BRIEF_SELECT} WHERE c.phone_key = ? ORDER BY c.rid DESC LIMIT ?`
export const PHONE_COUNT_SQL = 'SELECT count(*) FROM "case" WHERE phone_key = ?'
export const PHONE_SATISFIED_SQL = `
  SELECT call_back = 'satisfied' AS satisfied, reported_at AS reportedAt FROM "case" WHERE phone_key = ? AND call_back IN ('satisfied', 'unsatisfied') ORDER BY rid DESC LIMIT 1
`

export function casesByPhoneKey(
  db: ReadDb,
  phoneKey: string,
  limit: number,
): Awaited<ReturnType<CacheReaderApi['casesByPhoneKey']>> {
  return db.snapshot(() => {
    const said = db.prepare<[string], { satisfied: number; reportedAt: number }>(PHONE_SATISFIED_SQL).get(phoneKey)
    return {
      total: db.pluck<[string], number>(PHONE_COUNT_SQL).get(phoneKey) ?? 0,
      rows: db.prepare<[string, number], BriefLine>(PHONE_SQL).all(phoneKey, limit).map(toBrief),
      lastAnswer: said === undefined ? null : { ...said, satisfied: said.satisfied === 1 },
    }
  })
}

/** Answers the index alone: every column asked for stands in it. */
export const HISTORY_SQL = `
  SELECT department, count(answered_at) AS handled,
    avg(CASE WHEN handled_late IS NOT NULL AND answered_at IS NOT NULL THEN 1 - handled_late END) AS onTime,
    sum(returns) AS returns, avg(answered_at - dispatched_at) AS meanMs, sum(state = 'handling') AS open
  FROM "case" WHERE class_code = ? AND dispatched_at >= ? AND department IS NOT NULL
  GROUP BY department ORDER BY handled DESC, department
`

export function departmentHistory(
  db: ReadDb,
  classCode: string,
  sinceAt: number,
): ReturnType<SyncApi<CacheReaderApi>['departmentHistory']> {
  return db
    .prepare<[string, number], ReturnType<SyncApi<CacheReaderApi>['departmentHistory']>[number]>(HISTORY_SQL)
    .all(classCode, sinceAt)
}
