// Rows of the areas of a town: unit grids, duty grids, and the names of street offices and communities.
import { outlineOf } from '#shared/domain/geometry/outline.ts'
import type { DutyGridRow, GridRow, StreetRow } from '#shared/platform-api/rows.ts'
import { polygonOf } from './areas.ts'
import type { Areas, UnitCell } from './areas.ts'
import { inspectorsOf } from './people.ts'
import { boxOf, inside } from './plan.ts'

export function gridRow(cell: UnitCell, density: number): GridRow {
  const { code, community } = cell
  return {
    code,
    name: null,
    street: community.office.name,
    community: community.name,
    dutyGrid: community.duty.code,
    areaGrade: density > 0.62 ? 'A' : density > 0.28 ? 'B' : 'C',
    geometry: { type: 'Polygon', coordinates: [ringOf(cell)] },
  }
}

function ringOf(cell: UnitCell): [number, number][] {
  return polygonOf(cell).coordinates.flatMap((ring) => ring.map(([lng, lat]): [number, number] => [lng, lat]))
}

/** 责任网格: whole communities of one street office, next to each other, walked by two inspectors. */
export function dutyGridRows({ duties, cells }: Areas): DutyGridRow[] {
  const cellsOf = Map.groupBy(cells, ({ community }) => community.duty)
  return duties.map((duty, i): DutyGridRow => {
    const own = cellsOf.get(duty) ?? []
    const [first] = own
    const place = first === undefined ? duty.office.name : `${duty.office.name}${first.community.name.replace('社区', '')}`
    const geometry = outlineOf(own.map(ringOf))
    return {
      code: duty.code,
      name: `${place}责任网格`,
      inspectors: inspectorsOf(i),
      department: null,
      ...(geometry !== undefined && { geometry }),
    }
  })
}

export function areaNames({ offices, communities, cells }: Areas): StreetRow[] {
  const ofCommunity = Map.groupBy(cells, ({ community }) => community)
  const ofOffice = Map.groupBy(cells, ({ community }) => community.office)
  return [
    ...offices.map((office) => nameOf(office.code, office.name, 'street-office', ofOffice.get(office) ?? [])),
    ...communities.map((community) =>
      nameOf(`${community.office.code}${community.code}`, community.name, 'community', ofCommunity.get(community) ?? []),
    ),
  ]
}

function nameOf(id: string, name: string, kind: StreetRow['kind'], cells: readonly UnitCell[]): StreetRow {
  const middle = cells[cells.length >> 1]
  const [lng, lat] = middle === undefined ? [0, 0] : inside(middle, 0.5, 0.5)
  const bbox = boxOf(cells.flatMap(({ corners }) => corners))
  return { id: `town:area/${id}`, name, otherNames: [], kind, lng, lat, bbox, lengthM: null }
}
