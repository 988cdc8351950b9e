// When a foreign request was made, promised and ended, by the profile's rules.
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CaseProfile } from './case-profile.ts'
import type { CsvRow } from '../csv-reader.ts'
import { readLocalTime } from './local-time.ts'

type ImportedState = NonNullable<CaseProfile['states']['otherwise']>

export interface RowTimes {
  readonly createdAt: number
  readonly dueAt: number | null
  /** Null while it is with its department. */
  readonly endedAt: number | null
  readonly state: ImportedState
}

/** Flags what was kept although it is odd; refuses `bad-time` and `field-required`. */
export function timesOf(row: CsvRow, said: ImportedState, profile: CaseProfile, flags: Set<string>): Result<RowTimes> {
  const { columns, rules } = profile
  const read = (column: string | null): Result<number | null> => {
    const time = readLocalTime(column === null ? '' : row.cell(column), column ?? '', profile)
    if (!time.ok || time.value === null) return time.ok ? ok(null) : time
    if (time.value.flag !== null) flags.add(time.value.flag)
    return ok(time.value.at)
  }
  const created = read(columns.created)
  const due = read(columns.due)
  const closed = read(columns.closed)
  if (!created.ok) return created
  if (!due.ok) return due
  if (!closed.ok) return closed
  if (created.value === null) return refuse('field-required', columns.created)
  const dueAt = dueOf(due.value, created.value, rules.dueBeforeCreated, flags)
  if (!dueAt.ok) return dueAt
  const isEarly = closed.value !== null && closed.value < created.value
  if (isEarly && rules.closedBeforeCreated === 'refuse') {
    return refuse(
      'bad-time',
      `${columns.closed} ${row.cell(columns.closed)} lies before ${columns.created} ${row.cell(columns.created)}`,
    )
  }
  const open = { createdAt: created.value, dueAt: dueAt.value, endedAt: null, state: 'handling' as const }
  if (said === 'handling') return ok(open)
  if (closed.value === null && rules.endedWithoutTime === 'refuse') return refuse('field-required', columns.closed)
  if (closed.value === null || isEarly) {
    flags.add('kept-as-open')
    return ok(open)
  }
  return ok({ ...open, endedAt: closed.value, state: said })
}

function dueOf(
  dueAt: number | null,
  createdAt: number,
  rule: CaseProfile['rules']['dueBeforeCreated'],
  flags: Set<string>,
): Result<number | null> {
  if (dueAt === null) flags.add('no-promise')
  if (dueAt === null || dueAt >= createdAt) return ok(dueAt)
  if (rule === 'refuse') return refuse('bad-time', 'the promise lies before the request')
  flags.add('promise-before-request')
  return ok(rule === 'keep' ? dueAt : null)
}
