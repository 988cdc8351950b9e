import { NO_DUE_TIME, stepLists } from '#shared/cache-schema/index.ts'
import type { StoredList } from '#shared/cache-schema/index.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { handlingClock } from '#shared/domain/life-cycle/index.ts'
import { endStates } from '#shared/domain/case/terms.ts'
import { attentionAtOf, workListsOf } from '#shared/domain/case/work-lists.ts'

/**
 * The columns of a case in the order of the table, without rid, id, feed_ver, pending and doc; see the schema for their
 * meaning.
 */
export const caseColumns = [
  'no',
  'state',
  'live',
  'list',
  'on_decide',
  'on_supervised',
  'on_call_back',
  'source',
  'class_code',
  'class_name',
  'reported_at',
  'reported_by',
  'due_at',
  'attention_at',
  'sort_at',
  'urgent',
  'department',
  'lng',
  'lat',
  'phone_key',
  'call_back',
  'filed_at',
  'dispatched_at',
  'answered_at',
  'closed_at',
  'handled_late',
  'returns',
  'address',
  'description',
] as const

type ColumnValues = Readonly<Record<(typeof caseColumns)[number], string | number | null>>

const flag = (value: boolean): number => (value ? 1 : 0)

export function columnsOf(row: CaseRow): ColumnValues {
  return { ...listColumns(row), ...timeColumns(row), ...plainColumns(row) }
}

function plainColumns({
  no,
  state,
  source,
  classCode,
  className,
  reportedBy,
  department,
  place,
  phoneKey,
  callBack,
  ...row
}: CaseRow) {
  return {
    ...{ no, state, source, department, returns: row.returns, description: row.description },
    ...{ class_code: classCode, class_name: className, reported_by: reportedBy, phone_key: phoneKey, call_back: callBack },
    ...{ lng: place.lat === null ? null : place.lng, lat: place.lng === null ? null : place.lat, address: place.address },
    ...{ live: flag(!endStates.includes(state)), urgent: flag(row.urgent) },
  }
}

function listColumns(row: CaseRow) {
  const lists: readonly string[] = workListsOf(row)
  return {
    list: stepLists.find((list) => lists.includes(list)) ?? null,
    on_decide: flag(lists.includes('to-decide' satisfies StoredList)),
    on_supervised: flag(lists.includes('supervised' satisfies StoredList)),
    on_call_back: flag(lists.includes('call-back' satisfies StoredList)),
  }
}

function timeColumns(row: CaseRow) {
  const { dueAt } = row
  const attentionAt = dueAt === null ? null : attentionAtOf(row)
  const handling = handlingClock(row)
  return {
    reported_at: row.reportedAt,
    due_at: dueAt,
    attention_at: attentionAt,
    sort_at: dueAt ?? row.onAccountUntil ?? NO_DUE_TIME,
    filed_at: row.filedAt,
    dispatched_at: row.dispatchedAt,
    answered_at: row.answeredAt,
    closed_at: row.closedAt,
    handled_late: handling === undefined || handling.endedAt === null ? null : flag(handling.late),
  }
}
