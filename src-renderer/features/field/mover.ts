import type { FieldKind, Movers } from '#shared/contracts/field.contract.ts'
import { isOnline } from '#shared/domain/patrol/presence.ts'
import type { Presence } from '#shared/domain/patrol/presence.ts'
import type { FieldObjectId } from '#shared/kernel/ids.ts'

/** One row of the columns the host tells. */
export interface Mover {
  readonly id: FieldObjectId
  readonly kind: FieldKind
  readonly name: string
  readonly grid: string
  /** Null: never heard of. */
  readonly fix: { readonly lng: number; readonly lat: number; readonly headingDeg: number | null; readonly at: number } | null
  readonly state: Presence
  readonly offGridSince: number | null
}

/** Rows of the columns; when the host itself is gone or cannot read them, what it said last is stale. */
export function moversOf(told: Movers, isUnheard: boolean): Mover[] {
  return told.ids.map((id, i) => {
    const [lng, lat, at] = [told.lng[i] ?? null, told.lat[i] ?? null, told.at[i] ?? null]
    const state = told.states[i] ?? 'unknown'
    return {
      id,
      kind: told.kinds[i] ?? 'inspector',
      name: told.names[i] ?? '',
      grid: told.grids[i] ?? '',
      fix: lng === null || lat === null || at === null ? null : { lng, lat, at, headingDeg: told.headingDeg[i] ?? null },
      state: isUnheard && state !== 'unknown' ? 'stale' : state,
      offGridSince: told.offGridSince[i] ?? null,
    }
  })
}

/** Hollow and dashed: nobody knows where it is now. */
export function isHollow({ state }: Mover): boolean {
  return !isOnline(state)
}

const orders: Readonly<Record<Presence, number>> = { moving: 1, still: 1, stale: 2, offline: 3, unknown: 4 }

/** Who needs a word first: off grid, then on line, then whom nobody hears. */
export function inOrder(movers: readonly Mover[]): Mover[] {
  const rank = (one: Mover): number => (one.offGridSince === null ? orders[one.state] : 0)
  return movers.toSorted((a, b) => rank(a) - rank(b))
}

/** An object that was last heard of so long ago has left the map: it stands in the list only. */
const ON_MAP_MS = 60 * 60_000

export function isOnMap({ fix }: Mover, asOf: number | null): boolean {
  return fix !== null && asOf !== null && asOf - fix.at <= ON_MAP_MS
}
