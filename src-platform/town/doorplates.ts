import { METRES } from './plan.ts'
import type { Point } from './plan.ts'
import type { Street, StreetNet } from './streets.ts'
import type { UnitCell } from './areas.ts'

/** A door on a road: where it is and what its plate says (门牌). */
export interface Door {
  readonly street: Street
  /** Odd on the left of the road as it is counted, even on the right; a number for every five metres of each side. */
  readonly number: number
}

export type Side = 'west' | 'east' | 'north' | 'south'
const sides: readonly Side[] = ['north', 'south', 'west', 'east']
const METRES_A_NUMBER = 5

/** The largest road at a cell and the side of the cell it passes; undefined in the middle of fields. */
export function frontOf(net: StreetNet, cell: UnitCell): { readonly street: Street; readonly side: Side } | undefined {
  const fronts = sides.flatMap((side) => {
    const street = streetOn(net, cell, side)
    return street === undefined ? [] : [{ street, side }]
  })
  const rank = { main: 0, second: 1, minor: 2 } as const
  return fronts.reduce<(typeof fronts)[number] | undefined>(
    (best, front) => (best === undefined || rank[front.street.rank] < rank[best.street.rank] ? front : best),
    undefined,
  )
}

/** The door `share` of the way along a cell's side. */
export function doorAt(street: Street, side: Side, { column, row }: UnitCell, share: number): Door {
  const edge = (street.axis === 'column' ? row : column) - street.from
  const metres = street.line.slice(1, edge + 1).reduce((sum, point, i) => sum + distance(street.line[i] ?? point, point), 0)
  const [a, b] = [street.line[edge], street.line[edge + 1]]
  const part = a === undefined || b === undefined ? 0 : share * distance(a, b)
  const pair = Math.floor((metres + part) / METRES_A_NUMBER) + 1
  const isLeft = side === 'south' || side === 'east'
  return { street, number: isLeft ? 2 * pair - 1 : 2 * pair }
}

function streetOn(net: StreetNet, { column, row }: UnitCell, side: Side): Street | undefined {
  switch (side) {
    case 'west':
      return net.streetAt('column', column, row)
    case 'east':
      return net.streetAt('column', column + 1, row)
    case 'north':
      return net.streetAt('row', row, column)
    case 'south':
      return net.streetAt('row', row + 1, column)
  }
}

function distance(a: Point, b: Point): number {
  return Math.hypot((a[0] - b[0]) * METRES[0], (a[1] - b[1]) * METRES[1])
}
