// One row of a foreign export as a complete case of this hall.
import type { CaseClock } from '#shared/domain/case/case-row.ts'
import { nothingYet } from '#shared/domain/case/new-row.ts'
import { CaseNo } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { ImportedCase } from '#shared/platform-api/bulk.ts'
import { fill } from '../template.ts'
import type { CaseProfile } from './case-profile.ts'
import type { CsvRow } from '../csv-reader.ts'
import { flowOf } from './flow-of-case.ts'
import { placeOf } from './row-place.ts'
import { textOf } from '../row-text.ts'
import { timesOf } from './row-times.ts'
import type { RowTimes } from './row-times.ts'
import type { Zones } from '../zones.ts'

export interface CaseFromRow {
  readonly imported: ImportedCase
  /** What was odd and kept. */
  readonly flags: ReadonlySet<string>
}

const DAY_MS = 86_400_000

/** What every imported case starts from: nothing asked, nothing paused, no personal field. */
const untouched = {
  ...nothingYet,
  reporterName: null,
  reporterPhone: null,
  phoneKey: null,
  wantsCallBack: false,
  foundAt: null,
  reportedBy: null,
  seat: null,
  conditionId: null,
  attachments: [],
  urgent: false,
} as const

/** Refusals name the column and the value; see {@link CaseProfile} for what its rules keep. */
export function caseOfRow(row: CsvRow, profile: CaseProfile, zones: Zones | null): Result<CaseFromRow> {
  const flags = new Set<string>()
  const { columns } = profile
  const mapped = mappedValues(row, profile)
  if (!mapped.ok) return mapped
  const { classCode, department, said, source } = mapped.value
  const times = timesOf(row, said, profile, flags)
  if (!times.ok) return times
  const where = placeOf(row, profile, zones, flags)
  if (!where.ok) return where
  const { createdAt, dueAt, endedAt, state } = times.value
  const imported = {
    row: {
      ...untouched,
      ...where.value,
      no: numberOf(row, profile, flags),
      externalId: `${profile.source}:${row.cell(columns.id)}`,
      state,
      source,
      classCode,
      department,
      description: textOf(profile.templates.description, row, 4_000, flags),
      reportedAt: createdAt,
      filedAt: createdAt,
      dispatchedAt: createdAt,
      clocks: clocksOf(times.value),
      dueAt: state === 'handling' ? dueAt : null,
      handleDueAt: dueAt,
      closedAt: state === 'closed' ? endedAt : null,
      lastActAt: endedAt ?? createdAt,
    },
    flow: flowOf(times.value, department, textsOf(row, profile, flags)),
  }
  const checked = ImportedCase.safeParse(imported)
  if (checked.success) return ok({ imported: checked.data, flags })
  const [issue] = checked.error.issues
  return refuse('bad-request', `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? ''}`)
}

/** A number is whole or not there: cut it would be another case's. The platform gives one instead. */
function numberOf(row: CsvRow, { templates }: CaseProfile, flags: Set<string>): string | null {
  const number = fill(templates.number ?? '', row.cell)
  if (CaseNo.safeParse(number).success) return number
  if (number !== '') flags.add('number-not-kept')
  return null
}

function textsOf(row: CsvRow, { templates }: CaseProfile, flags: Set<string>): { report: string; end: string } {
  return {
    report: textOf(templates.reportWords ?? '', row, 2_000, flags),
    end: textOf(templates.endWords ?? '', row, 2_000, flags),
  }
}

interface Mapped {
  readonly classCode: string
  readonly department: ImportedCase['row']['department']
  readonly said: RowTimes['state']
  readonly source: ImportedCase['row']['source']
}

function mappedValues(row: CsvRow, profile: CaseProfile): Result<Mapped> {
  const { columns } = profile
  const id = row.cell(columns.id)
  if (id === '') return refuse('field-required', columns.id)
  if (/\p{Cc}/u.test(id)) return refuse('bad-request', `${columns.id}: control characters`)
  const classCode = look(profile.classes, row, columns.class)
  if (!classCode.ok) return refuse('unknown-class', classCode.error.detail)
  const said = look(profile.states, row, columns.state)
  if (!said.ok) return said
  const { departments, sources } = profile
  const department = columns.department === null ? ok(departments.otherwise) : look(departments, row, columns.department)
  if (!department.ok) return refuse('unknown-department', department.error.detail)
  const source = columns.source === null ? ok(sources.otherwise ?? 'import') : look(sources, row, columns.source)
  if (!source.ok) return source
  return ok({ classCode: classCode.value, said: said.value, department: department.value, source: source.value })
}

function look<V>(table: { map: Record<string, V>; otherwise: V | null }, row: CsvRow, column: string): Result<V> {
  const said = row.cell(column)
  const value = Object.hasOwn(table.map, said) ? table.map[said] : undefined
  const found = value ?? table.otherwise
  return found === null ? refuse('unmapped-value', `${column}: "${said.slice(0, 80)}"`) : ok(found)
}

/** The promise as a handling clock 处置时限; a promise in the past has no length and stands in `handleDueAt` alone. */
function clocksOf({ createdAt, dueAt, endedAt }: RowTimes): CaseClock[] {
  if (dueAt === null || dueAt <= createdAt) return []
  const limit = { kind: 'natural-days' as const, value: (dueAt - createdAt) / DAY_MS }
  const late = endedAt !== null && endedAt > dueAt
  return [{ kind: 'handle', limit, startedAt: createdAt, pauses: [], extensions: 0, dueAt, endedAt, late }]
}
