// Where a foreign request is: its point, the grid the point lies in, and whether the file agrees.
import type { CasePlace } from '#shared/domain/case/case-row.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Position } from '../basemap/shape.ts'
import { toWgs84 } from '../datum.ts'
import { isInBox } from '../plane.ts'
import type { CaseProfile } from './case-profile.ts'
import type { CsvRow } from '../csv-reader.ts'
import { textOf } from '../row-text.ts'
import type { Zone, Zones } from '../zones.ts'

export interface RowPlace {
  readonly place: CasePlace
  readonly areaGrade: 'A' | 'B' | 'C'
}

/** Refuses `bad-coordinate` by the profile's rules. */
export function placeOf(row: CsvRow, profile: CaseProfile, zones: Zones | null, flags: Set<string>): Result<RowPlace> {
  const point = pointOf(row, profile, flags)
  if (!point.ok) return point
  const zone = point.value === null || zones === null ? ok(null) : zoneAt(point.value, row, profile, zones, flags)
  if (!zone.ok) return zone
  const grid = zone.value?.row ?? null
  const own = (template = ''): string | null => textOf(template, row, 60, flags) || null
  const place = {
    lng: point.value?.[0] ?? null,
    lat: point.value?.[1] ?? null,
    address: textOf(profile.templates.address, row, 400, flags),
    grid: grid?.code ?? null,
    dutyGrid: grid?.dutyGrid ?? null,
    community: own(profile.templates.community) ?? grid?.community ?? null,
    street: own(profile.templates.street) ?? grid?.street ?? null,
    component: null,
  }
  return ok({ place, areaGrade: grid?.areaGrade ?? profile.areaGrade })
}

function pointOf(row: CsvRow, { columns, bounds, rules, datum }: CaseProfile, flags: Set<string>): Result<Position | null> {
  const [x, y] = [columns.lng, columns.lat].map((column) => (column === null ? '' : row.cell(column)))
  if (x === undefined || y === undefined || x === '' || y === '') {
    if (rules.noPoint === 'refuse') return refuse('bad-coordinate', 'no coordinates')
    flags.add('no-point')
    return ok(null)
  }
  const written: Position = [Number(x), Number(y)]
  if (!written.every(Number.isFinite)) return refuse('bad-coordinate', `"${x.slice(0, 30)}", "${y.slice(0, 30)}"`)
  const point = toWgs84(written, datum)
  if (isInBox(point, bounds)) return ok(point)
  if (rules.outOfBounds === 'refuse')
    return refuse(
      'bad-coordinate',
      `${written.join(', ')} is outside bounds${isInBox([written[1], written[0]], bounds) ? ': latitude and longitude changed round?' : ''}`,
    )
  flags.add('point-out-of-bounds')
  return ok(null)
}

function zoneAt(point: Position, row: CsvRow, profile: CaseProfile, zones: Zones, flags: Set<string>): Result<Zone | null> {
  const zone = zones.find(point)
  if (zone === null) {
    if (profile.rules.outsideGrids === 'refuse') return refuse('bad-coordinate', `${point.join(', ')} lies in no grid`)
    flags.add('outside-grids')
    return ok(null)
  }
  const said = profile.grids?.check === undefined ? '' : row.cell(profile.grids.check.column)
  if (said === '' || said === '0' || zone.checkValue === '' || said === zone.checkValue) return ok(zone)
  if (profile.rules.zoneDiffers === 'refuse')
    return refuse('bad-grid-code', `the file says ${said.slice(0, 40)}, the point lies in ${zone.checkValue}`)
  flags.add('zone-differs')
  return ok(zone)
}
