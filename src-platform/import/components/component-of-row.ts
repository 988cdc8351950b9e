// One thing of a foreign layer as a component of this hall, all but its code.
import { checkPosition } from '#shared/domain/geometry/coordinates.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { ComponentRow } from '#shared/platform-api/rows.ts'
import { fill } from '../template.ts'
import type { ComponentProfile } from './component-profile.ts'
import { toWgs84 } from '../datum.ts'
import type { SourceRow } from './source-rows.ts'

export interface MadeComponent {
  readonly line: number
  readonly key: string
  readonly row: ComponentRow
}

export interface GridFinder {
  /** Code of the unit grid around a point, or null. */
  readonly gridAt: (point: [number, number]) => string | null
}

/** Stands in for a code that is made when all keys are known. */
export const NO_CODE_YET = '0'

/** Refuses naming the member of the profile and the value: `bad-request`, `bad-coordinate`, `unmapped-value`. */
export function componentOfRow(row: SourceRow, profile: ComponentProfile, grids: GridFinder): Result<MadeComponent> {
  const text = (template: string): string => clean(fill(template, row.valueOf))
  const key = text(profile.key)
  if (key === '') return refuse('bad-request', 'key: it is empty')
  const place = placeOf(row, profile, grids)
  if (!place.ok) return place
  const values = lookedUp(profile, text)
  if (!values.ok) return values
  const changedOn = dayOf(text(profile.changedOn ?? ''))
  if (!changedOn.ok) return changedOn
  const made = ComponentRow.safeParse({
    code: 'given' in profile.code ? text(profile.code.given) : NO_CODE_YET,
    name: text(profile.componentName),
    ...place.value,
    ...values.value,
    changedOn: changedOn.value,
  })
  if (!made.success)
    return refuse('bad-request', made.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('; '))
  return ok({ line: row.line, key, row: made.data })
}

/** 2024-05-01, 2024/5/1, 2024.5.1, 2024年5月1日, 20240501, with or without a time behind it. */
const DAY = /^(\d{4})(?:([-/.年])(\d{1,2})[-/.月](\d{1,2})|(\d{2})(\d{2})(?!\d))/

/** The day at the beginning of a text, null when none stands there; a day that no calendar has is refused. */
function dayOf(text: string): Result<string | null> {
  const found = DAY.exec(text)
  if (found === null) return ok(null)
  const [, year = '', , month = found[5] ?? '', date = found[6] ?? ''] = found
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? ok(day) : refuse('bad-time', `changedOn: "${day}"`)
}

type Text = (template: string) => string
type Looked = Pick<ComponentRow, 'classCode' | 'state' | 'department' | 'owner' | 'keeper'>

function lookedUp(profile: ComponentProfile, text: Text): Result<Looked> {
  const classCode = lookUp('class', profile.class, text)
  if (!classCode.ok) return classCode
  const state = lookUp('state', profile.state, text)
  if (!state.ok) return state
  const department = departmentOf('department', profile.department, text)
  if (!department.ok) return department
  const owner = departmentOf('owner', profile.owner, text)
  if (!owner.ok) return owner
  const keeper = departmentOf('keeper', profile.keeper, text)
  if (!keeper.ok) return keeper
  return ok({
    classCode: classCode.value,
    state: state.value,
    department: department.value,
    owner: owner.value,
    keeper: keeper.value,
  })
}

function departmentOf(member: string, table: ComponentProfile['owner'], text: Text): Result<ComponentRow['owner']> {
  if (table === undefined) return ok(null)
  const found = lookUp(member, table, text)
  return found.ok || table.unknown === 'refuse' ? found : ok(null)
}

interface Table<V> {
  readonly from: string
  readonly map: Readonly<Record<string, V>>
  readonly otherwise: V | null
}

function lookUp<V>(member: string, table: Table<V>, text: Text): Result<V> {
  const said = text(table.from)
  const value = Object.hasOwn(table.map, said) ? table.map[said] : undefined
  const found = value ?? table.otherwise
  return found === null ? refuse('unmapped-value', `${member}: "${said.slice(0, 60)}"`) : ok(found)
}

function placeOf(
  row: SourceRow,
  profile: ComponentProfile,
  { gridAt }: GridFinder,
): Result<Pick<ComponentRow, 'lng' | 'lat' | 'grid'>> {
  const written = checkPosition(row.lng, row.lat)
  if (!written.ok) return written
  const [lng, lat] = toWgs84([row.lng, row.lat], profile.datum)
  const point = profile.bounds === undefined ? checkPosition(lng, lat) : checkPosition(lng, lat, profile.bounds)
  if (!point.ok) return point
  const grid = gridAt([lng, lat])
  if (grid === null && profile.rules.outsideGrids === 'refuse')
    return refuse('bad-coordinate', `${lng.toFixed(6)}, ${lat.toFixed(6)} lies in no grid`)
  return ok({ lng, lat, grid })
}

const clean = (text: string): string => text.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim()
