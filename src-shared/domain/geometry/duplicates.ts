import { HOUR_MS } from '#shared/domain/limits/local-day.ts'
import { distanceM } from './distance.ts'

/** What decides whether two reports may tell of the same thing. */
export interface Sighting {
  readonly classCode: string
  readonly lng: number | null
  readonly lat: number | null
  /** Reported at, epoch milliseconds. */
  readonly at: number
}

export interface DuplicateRule {
  readonly withinM: number
  readonly withinMs: number
}

export interface Likeness {
  readonly distanceM: number
  /** Between the two reports, whichever came first. */
  readonly ageMs: number
}

/** Same minor class, within 50 m and 24 h (domain-facts 1.5). */
export const defaultDuplicateRule: DuplicateRule = { withinM: 50, withinMs: 24 * HOUR_MS }

/** How near two sightings of the same class are in place and time; undefined when they are no likely duplicates (重复件). */
export function likeness(a: Sighting, b: Sighting, rule: DuplicateRule = defaultDuplicateRule): Likeness | undefined {
  if (a.classCode !== b.classCode || a.lng === null || a.lat === null || b.lng === null || b.lat === null) return undefined
  const ageMs = Math.abs(a.at - b.at)
  const distance = distanceM([a.lng, a.lat], [b.lng, b.lat])
  return ageMs <= rule.withinMs && distance <= rule.withinM ? { distanceM: distance, ageMs } : undefined
}

export function isLikelyDuplicate(a: Sighting, b: Sighting, rule?: DuplicateRule): boolean {
  return likeness(a, b, rule) !== undefined
}

/** The candidates that may be the same thing, nearest first. */
export function findDuplicates<S extends Sighting>(
  one: Sighting,
  candidates: readonly S[],
  rule?: DuplicateRule,
): (Likeness & { readonly sighting: S })[] {
  return candidates
    .flatMap((sighting) => {
      const found = likeness(one, sighting, rule)
      return found === undefined ? [] : [{ ...found, sighting }]
    })
    .sort((a, b) => a.distanceM - b.distanceM || a.ageMs - b.ageMs)
}
