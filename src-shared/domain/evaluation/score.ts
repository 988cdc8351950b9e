import { fractionOf, rateOf } from './counting.ts'
import { filedPerGridSteps } from './schemes.ts'
import type { PartIndicator, Scheme, SchemePart } from './schemes.ts'
import type { CountName, Counts, Level, RateName } from './terms.ts'

export interface ScorePart extends SchemePart {
  /** The rate, or filed cases per grid; null without denominator. */
  readonly value: number | null
  readonly points: number | null
}

export interface Score {
  readonly parts: readonly ScorePart[]
  /** 0 to 100; null as soon as one part has no denominator: half an evaluation is none. */
  readonly score: number | null
  readonly level: Level | null
}

/**
 * Points of a period. `grids`: unit grids of a region, for the schemes that ask. Whoever has cases to close is scored: a fault
 * that was not made costs nothing, even where no case is closed yet to divide by; one that was made costs all.
 */
export function scoreOf(counts: Counts, scheme: Scheme, grids = 0): Score {
  const parts = scheme.parts.map((part): ScorePart => {
    const value = valueOf(part.indicator, counts, scheme, grids)
    return { ...part, value, points: value === null ? pointsWithout(part, counts) : pointsOf(part, value) }
  })
  const missing = parts.some(({ points }) => points === null)
  const score = missing ? null : parts.reduce((sum, { points }) => sum + (points ?? 0), 0)
  return { parts, score, level: score === null ? null : levelOf(score) }
}

/** A from 90, B from 75, C from 60, D from 40, E below (domain-facts 1.4); judged on what is printed: one decimal. */
export function levelOf(score: number): Level {
  const printed = Math.round(score * 10) / 10
  if (printed >= 90) return 'A'
  if (printed >= 75) return 'B'
  if (printed >= 60) return 'C'
  return printed >= 40 ? 'D' : 'E'
}

/** Ranks from 1; equal scores share a rank, those without a score share the last one. */
export function ranksOf(scores: readonly (number | null)[]): number[] {
  const printed = scores.map((score) => (score === null ? -1 : Math.round(score * 100) / 100))
  return printed.map((score) => 1 + printed.filter((other) => other > score).length)
}

function valueOf(indicator: PartIndicator, counts: Counts, scheme: Scheme, grids: number): number | null {
  if (indicator !== 'filedPerGrid') return rateOf(counts, indicator, scheme.denominators)
  return grids === 0 ? null : counts.filed / grids
}

/** Points of a part without denominator; null where there was nothing to do. */
function pointsWithout({ indicator, weight, better }: SchemePart, counts: Counts): number | null {
  if (better === 'higher' || indicator === 'filedPerGrid' || counts.shouldClose === 0) return null
  return counts[faultsOf(indicator)] === 0 ? weight : 0
}

/** The cases with the fault, wherever they stand: rework is known before the case is closed. */
function faultsOf(rate: RateName): CountName {
  return rate === 'reworkRate' ? 'reworked' : fractionOf(rate)[0]
}

function pointsOf({ indicator, weight, better }: SchemePart, value: number): number {
  if (indicator === 'filedPerGrid') return weight * (filedPerGridSteps.find(([atMost]) => value <= atMost)?.[1] ?? 0)
  return weight * Math.min(1, Math.max(0, better === 'higher' ? value : 1 - value))
}
