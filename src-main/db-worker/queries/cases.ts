// Work lists, single cases and their stories.
import { listCondition } from '#shared/cache-schema/index.ts'
import type { StoredList } from '#shared/cache-schema/index.ts'
import { WorkListId } from '#shared/contracts/cases.contract.ts'
import type { CaseBrief } from '#shared/contracts/cases.contract.ts'
import type { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import type { CacheReaderApi } from '../cache-api.ts'
import type { ReadDb } from '../driver.ts'
import type { SyncApi } from '../sync-api.ts'
import { BRIEF_SELECT, toBrief } from './briefs.ts'
import type { BriefLine } from './briefs.ts'

export const workListSql = (list: StoredList): string =>
  `${BRIEF_SELECT} WHERE ${listCondition(list)} ORDER BY c.sort_at, c.attention_at, c.rid LIMIT ? OFFSET ?`

/** `sort_at` is the due time wherever a limit runs, and only there attention_at is set. */
export const workListCountSql = (list: StoredList): string => `
  SELECT count(*) AS total,
    coalesce(sum(attention_at <= @now AND sort_at >= @now), 0) AS attention,
    coalesce(sum(attention_at IS NOT NULL AND sort_at < @now), 0) AS overdue
  FROM "case" WHERE ${listCondition(list)}
`

export const workListTotalSql = (list: StoredList): string => `SELECT count(*) FROM "case" WHERE ${listCondition(list)}`

export function workList(db: ReadDb, list: StoredList, offset: number, limit: number): { rows: CaseBrief[]; total: number } {
  return db.snapshot(() => ({
    rows: db.prepare<[number, number], BriefLine>(workListSql(list)).all(limit, offset).map(toBrief),
    total: db.pluck<[], number>(workListTotalSql(list)).get() ?? 0,
  }))
}

interface Counted {
  readonly total: number
  readonly attention: number
  readonly overdue: number
}

export function workListCounts(db: ReadDb, now: number): ReturnType<SyncApi<CacheReaderApi>['workListCounts']> {
  const none: Counted = { total: 0, attention: 0, overdue: 0 }
  return db.snapshot(() =>
    WorkListId.options.map((list) => ({
      list,
      ...(db.prepare<[{ now: number }], Counted>(workListCountSql(list)).get({ now }) ?? none),
    })),
  )
}

export function caseById(db: ReadDb, id: CaseId): ReturnType<SyncApi<CacheReaderApi>['caseById']> {
  return db.snapshot(() => {
    const row = readDoc<CaseRow>(db, 'SELECT doc FROM "case" WHERE id = ?', id)
    if (row === null) return null
    const pending = db.prepare<[{ id: string }], PendingLine>(PENDING_FLOW_SQL).all({ id })
    return {
      row,
      base: readDoc<CaseRow>(db, 'SELECT doc FROM case_base WHERE id = ?', id),
      flow: flowOf(db, id, pending),
      ...pendingOf(db, id, pending),
    }
  })
}

type StoredCase = NonNullable<ReturnType<SyncApi<CacheReaderApi>['caseById']>>

interface PendingLine {
  readonly id: CmdId
  readonly own: number
  readonly action: CaseAction
  readonly flow: string
  readonly pending: number
  readonly claim: 'granted' | 'unordered' | null
}

const pendingPart = (table: string, own: 0 | 1): string => `
  SELECT p.cmd_id AS id, ${own} AS own, p.flow ->> '$.action' AS action, p.flow, p.settle_seq IS NULL AS pending, m.word AS claim
  FROM ${table} p LEFT JOIN pending_claim m ON m.cmd_id = p.cmd_id WHERE p.case_id = @id AND p.flow IS NOT NULL
`
const PENDING_FLOW_SQL = `
  SELECT * FROM (${pendingPart('case_pending', 1)} UNION ALL ${pendingPart('neighbour_pending', 0)}) ORDER BY flow ->> '$.n'
`

/** The platform's records in their order, then what pending acts will add, own and neighbours'. */
function flowOf(db: ReadDb, id: CaseId, acts: readonly PendingLine[]): StoredCase['flow'] {
  const told = db.pluck<[string], string>('SELECT doc FROM flow WHERE case_id = ? ORDER BY n').all(id)
  // Written after their schema had passed.
  const record = (doc: string): FlowRecord => JSON.parse(doc) as FlowRecord
  return [
    ...told.map((doc) => ({ ...record(doc), pending: false })),
    ...acts.map(({ flow, pending, claim }) => ({
      ...record(flow),
      pending: pending === 1,
      ...(claim === null ? {} : { claim }),
    })),
  ]
}

interface OwnLine {
  readonly id: CmdId
  readonly action: CaseAction
  readonly waits: number
}

const OWN_SQL = `
  SELECT cmd_id AS id, command ->> '$.body.action' AS action, settle_seq IS NULL AS waits FROM case_pending WHERE case_id = ? ORDER BY s
`

/** Own pending acts of the case, also those that cannot be folded at present; `tip` when the story ends with a neighbour's. */
function pendingOf(db: ReadDb, id: CaseId, acts: readonly PendingLine[]): Pick<StoredCase, 'own' | 'tip' | 'unshown'> {
  const lines = db.prepare<[string], OwnLine>(OWN_SQL).all(id)
  const own = lines.map((line) => line.id)
  const last = acts.findLast(({ action }) => raisesVersion(action))
  // What is done next builds on the neighbour's life-cycle act.
  if (last !== undefined && last.own === 0) return { own, tip: { after: last.id, own } }
  const newest = lines.findLast(({ action, waits }) => waits === 1 && raisesVersion(action))
  return newest === undefined || acts.some((act) => act.id === newest.id) ? { own } : { own, unshown: newest.id }
}

/** Rows are stored after their schema had passed. */
function readDoc<Row>(db: ReadDb, sql: string, id: string): Row | null {
  const doc = db.pluck<[string], string>(sql).get(id)
  return doc === undefined ? null : (JSON.parse(doc) as Row)
}

/** In the order asked for; unknown ids are left out. */
export function briefs(db: ReadDb, ids: readonly CaseId[]): CaseBrief[] {
  const byId = db.prepare<[string], BriefLine>(`${BRIEF_SELECT} WHERE c.id = ?`)
  return db.snapshot(() =>
    ids
      .map((id) => byId.get(id))
      .filter((line) => line !== undefined)
      .map(toBrief),
  )
}
