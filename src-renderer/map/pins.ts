// 案件 on the map: what a live case means at a moment, and the symbol that says it.
import type { CasePin } from '#shared/contracts/map.contract.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import type { Meaning } from '#renderer/styles/symbols.ts'
import { pointShape } from './shapes.ts'
import type { Shapes } from './shapes.ts'
import { symbolName } from './symbols.ts'

/** The instants that decide; of a pin or of a line of a work list. */
export type Timed = Pick<CasePin, 'dueAt' | 'attentionAt' | 'urgent'>

/** Late begins after the due instant itself; the last quarter of the limit begins with its instant. A paused case is normal. */
export function meaningAt({ dueAt, attentionAt, urgent }: Timed, nowMs: number): Meaning {
  if (urgent) return 'emergency'
  if (dueAt !== null && nowMs > dueAt) return 'overdue'
  if (attentionAt !== null && nowMs >= attentionAt) return 'attention'
  return 'normal'
}

/** When the first of these cases changes its meaning by itself; infinite when none will. */
export function nextChangeAt(pins: readonly Timed[], nowMs: number): number {
  let next = Number.POSITIVE_INFINITY
  for (const { dueAt, attentionAt, urgent } of pins) {
    if (urgent) continue
    if (attentionAt !== null && attentionAt > nowMs) next = Math.min(next, attentionAt)
    if (dueAt !== null && dueAt >= nowMs) next = Math.min(next, dueAt + 1)
  }
  return next
}

export interface PinOptions {
  readonly nowMs: number
  /** The source is gone: what is shown is old. */
  readonly isStale: boolean
  /** Row in the list beside the map, by case. */
  readonly numbers: ReadonlyMap<string, number>
}

const weight: Readonly<Record<Meaning, number>> = { normal: 0, unknown: 0, attention: 1, overdue: 2, emergency: 3 }

export function pinShapes(pins: readonly CasePin[], { nowMs, isStale, numbers }: PinOptions): Shapes {
  const features = pins.map((pin) => {
    const meaning = meaningAt(pin, nowMs)
    return pointShape([pin.lng, pin.lat], {
      id: pin.id,
      meaning: isStale ? 'unknown' : meaning,
      icon: symbolName(meaning, isStale ? 'stale' : 'fresh'),
      sort: weight[meaning],
      label: labelOf(pin, meaning, numbers.get(pin.id)),
      number: numbers.get(pin.id) ?? 0,
      pending: pin.pending,
    })
  })
  return { type: 'FeatureCollection', features }
}

/** Calm cases are rings without words. Beside a list the row number says enough, except for an emergency. */
function labelOf({ className }: CasePin, meaning: Meaning, number: number | undefined): string {
  if (number !== undefined) return meaning === 'emergency' ? `${number} ${className}` : String(number)
  return meaning === 'normal' ? '' : className
}

/** How many lie inside a box [west, south, east, north]. */
export function countInside(pins: readonly CasePin[], [west, south, east, north]: Bbox): number {
  return pins.filter(({ lng, lat }) => lng >= west && lng <= east && lat >= south && lat <= north).length
}
