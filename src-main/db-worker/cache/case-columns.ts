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

type CaseColumn = (typeof caseColumns)[number]
export type ColumnValues = Readonly<Record<CaseColumn, string | number | null>>

/** Columns that stand in an index together, in its columns or its condition: writing one of them writes that index anew. */
const indexed: readonly (readonly CaseColumn[])[] = [
  ['live', 'list', 'on_decide', 'on_supervised', 'on_call_back', 'attention_at', 'sort_at', 'urgent'],
  ['state', 'class_code', 'dispatched_at', 'department', 'answered_at', 'handled_late', 'returns'],
  ['no'],
  ['phone_key'],
  ['filed_at'],
  ['closed_at'],
]
const plain = caseColumns.filter((name) => !indexed.some((group) => group.includes(name)))

interface ChangedColumns {
  /** Takes feed_ver, pending, doc, doc_sum, then these columns, then rid. */
  readonly update: string
  readonly columns: readonly CaseColumn[]
}

const updates = new Map<number, ChangedColumns>()

/** What must be written of a case that is there already, so that indexes in which nothing has changed are left alone. */
export function changedColumns(known: ColumnValues, now: ColumnValues): ChangedColumns {
  const hasChanged = (name: CaseColumn): boolean => known[name] !== now[name]
  const key = indexed.reduce((bits, group, n) => (group.some(hasChanged) ? bits | (1 << n) : bits), 0)
  const made = updates.get(key) ?? updateOf(key)
  updates.set(key, made)
  return made
}

function updateOf(key: number): ChangedColumns {
  const columns = [...plain, ...indexed.filter((_, n) => (key & (1 << n)) !== 0).flat()]
  const set = ['feed_ver', 'pending', 'doc', 'doc_sum', ...columns].map((name) => `${name} = ?`)
  return { update: `UPDATE "case" SET ${set.join(', ')} WHERE rid = ?`, columns }
}

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
