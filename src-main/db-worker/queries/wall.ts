// Figures and pins: what everybody in the hall sees. Nothing personal is read here.
import type { CasePin } from '#shared/contracts/map.contract.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import { HOUR_MS } from '#shared/domain/limits/local-day.ts'
import type { CacheReaderApi } from '../cache-api.ts'
import { firstRidOf } from '../rid.ts'
import type { ReadDb } from '../driver.ts'
import type { SyncApi } from '../sync-api.ts'
import { countPending, marksOf, PENDING_COLUMNS } from './pending.ts'
import type { PendingMarks } from './pending.ts'
import { boxParams, meetsBox } from './boxes.ts'

type PinLine = Omit<CasePin, 'urgent' | 'neighbours' | 'claim'> & PendingMarks & { readonly urgent: number }

const PIN = `
  SELECT c.id, c.no, c.state, c.class_name AS className, c.address, c.lng, c.lat, c.due_at AS dueAt, c.attention_at AS attentionAt, c.urgent, c.pending,
    ${PENDING_COLUMNS}
`
export const PINS_SQL = `
  ${PIN} FROM case_live_at r CROSS JOIN "case" c ON c.rid = r.rid WHERE ${meetsBox('r')} ORDER BY c.urgent DESC, c.sort_at, c.rid LIMIT @limit
`
/** When more lie in the box than are asked for: in order of urgency until there are enough, instead of sorting all of them. */
export const MANY_PINS_SQL = `
  ${PIN} FROM "case" c WHERE c.live = 1 AND c.lng BETWEEN @westLng AND @eastLng AND c.lat BETWEEN @southLat AND @northLat
  ORDER BY c.urgent DESC, c.sort_at, c.attention_at, c.rid LIMIT @limit
`
export const PINS_TOTAL_SQL = `SELECT count(*) FROM case_live_at r WHERE ${meetsBox('r')}`
export const PRESSING_SQL = `
  ${PIN} FROM "case" c WHERE c.live = 1 AND c.lng IS NOT NULL ORDER BY c.urgent DESC, c.sort_at, c.attention_at, c.rid LIMIT ?
`

/** Live cases inside a box, most urgent first, and how many there are. */
export function pins(db: ReadDb, bbox: Bbox, limit: number): { pins: CasePin[]; total: number } {
  const box = boxParams(bbox)
  const [westLng, southLat, eastLng, northLat] = bbox
  return db.snapshot(() => {
    const total = db.pluck<[object], number>(PINS_TOTAL_SQL).get(box) ?? 0
    const lines =
      total > limit
        ? db.prepare<[object], PinLine>(MANY_PINS_SQL).all({ westLng, southLat, eastLng, northLat, limit })
        : db.prepare<[object], PinLine>(PINS_SQL).all({ ...box, limit })
    return { pins: lines.map(toPin), total }
  })
}

/** Open cases with a place: emergencies first, then by due time. */
export function pressing(db: ReadDb, limit: number): CasePin[] {
  return db.prepare<[number], PinLine>(PRESSING_SQL).all(limit).map(toPin)
}

function toPin({ urgent, neighbours, claim, ...line }: PinLine): CasePin {
  return { ...line, urgent: urgent === 1, ...marksOf({ neighbours, claim }) }
}

/** Row ids run with the time of reporting, so the day begins at a row; `reported_at` then decides to the millisecond. */
export const REPORTED_SQL = 'SELECT count(*) FROM "case" WHERE rid >= @rid AND reported_at >= @dayStart'
export const FILED_SQL = 'SELECT count(*) FROM "case" WHERE filed_at >= ?'
export const CLOSED_SQL = 'SELECT count(*) FROM "case" WHERE closed_at >= ?'
export const LIVE_SQL = `
  SELECT count(*) AS open, coalesce(sum(attention_at IS NOT NULL AND sort_at < @now), 0) AS overdue, coalesce(sum(urgent), 0) AS emergency,
    coalesce(sum(attention_at IS NOT NULL AND sort_at >= @now AND sort_at < @soon), 0) AS dueSoon
  FROM "case" WHERE live = 1
`

interface LiveFigures {
  readonly open: number
  readonly overdue: number
  readonly emergency: number
  readonly dueSoon: number
}

export function figures(db: ReadDb, now: number, dayStart: number): ReturnType<SyncApi<CacheReaderApi>['figures']> {
  const count = (sql: string): number => db.pluck<[number], number>(sql).get(dayStart) ?? 0
  return db.snapshot(() => {
    const { open, overdue, emergency } = liveFigures(db, now)
    return {
      ...{ open, overdue, emergency },
      reportedToday: db.pluck<[object], number>(REPORTED_SQL).get({ rid: firstRidOf(dayStart), dayStart }) ?? 0,
      filedToday: count(FILED_SQL),
      closedToday: count(CLOSED_SQL),
      pending: countPending(db),
    }
  })
}

export function handover(db: ReadDb, now: number): { overdue: number; dueWithinHour: number } {
  const { overdue, dueSoon } = liveFigures(db, now)
  return { overdue, dueWithinHour: dueSoon }
}

function liveFigures(db: ReadDb, now: number): LiveFigures {
  return (
    db.prepare<[object], LiveFigures>(LIVE_SQL).get({ now, soon: now + HOUR_MS }) ?? {
      open: 0,
      overdue: 0,
      emergency: 0,
      dueSoon: 0,
    }
  )
}

export function counts(db: ReadDb): { cases: number; components: number; grids: number; features: number } {
  const count = (table: string): number => db.pluck<[], number>(`SELECT count(*) FROM ${table}`).get() ?? 0
  return { cases: count('"case"'), components: count('component'), grids: count('grid'), features: count('map_feature') }
}
