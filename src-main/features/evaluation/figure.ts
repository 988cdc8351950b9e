// 这个数怎么来的: a figure taken apart until it can be added up by hand.
import type { BoardScope, Figure, Indicator } from '#shared/contracts/evaluation.contract.ts'
import type { CountName, Counts, RateName, Scheme, Span } from '#shared/domain/evaluation/index.ts'
import {
  countNames,
  countOfOutcome,
  fractionOf,
  Outcome,
  outcomesOf,
  periodOf,
  rateOf,
  scoreOf,
} from '#shared/domain/evaluation/index.ts'
import { schemeOut } from './scheme-out.ts'
import { compareOut } from './selection.ts'

export interface FigureParts {
  readonly scope: BoardScope
  readonly name: string
  readonly span: Span
  readonly compare: Span
  readonly indicator: Indicator
  readonly counts: Counts
  readonly before: Counts
  readonly scheme: Scheme
  readonly grids: number
}

export function takeApart(parts: FigureParts): Omit<Figure, 'asOf' | 'pending'> {
  const { scope, name, span, compare, indicator, counts, before, scheme, grids } = parts
  const { parts: scored, score, level } = scoreOf(counts, scheme, grids)
  const fraction = fractionParts(counts, indicator, scheme)
  return {
    ...{ scope, name, period: periodOf(span), indicator, ...compareOut(compare), scheme: schemeOut(scheme), score, level },
    ...{ value: valueOf(counts, indicator, scheme), before: valueOf(before, indicator, scheme) },
    ...fraction,
    ...outcomeLines(counts, (fraction.denominator ?? fraction.numerator).count),
    points: scored.map((part) => ({ ...part })),
  }
}

export function isCount(indicator: Indicator): indicator is CountName {
  const counts: readonly string[] = countNames
  return counts.includes(indicator)
}

export function valueOf(counts: Counts, indicator: Indicator, scheme?: Scheme): number | null {
  return isCount(indicator) ? counts[indicator] : rateOf(counts, indicator, scheme?.denominators)
}

/** The count whose cases stand behind an indicator: its own, or the denominator of the rate. */
export function countBehind(indicator: Indicator): CountName {
  return isCount(indicator) ? indicator : fractionOf(indicator)[1]
}

function fractionParts(counts: Counts, indicator: Indicator, scheme: Scheme): Pick<Figure, 'numerator' | 'denominator'> {
  if (isCount(indicator)) return { numerator: { count: indicator, n: counts[indicator] }, denominator: null }
  const rate: RateName = indicator
  const [above, below] = fractionOf(rate, scheme.denominators)
  const minus = rate === 'accuracyRate' ? counts.voided : 0
  return { numerator: { count: above, n: counts[above] - minus }, denominator: { count: below, n: counts[below] } }
}

/** Every filed case stands in one outcome: in one that the count is made of, or outside it. */
function outcomeLines(counts: Counts, count: CountName): Pick<Figure, 'lines' | 'outside'> {
  const inside = outcomesOf(count)
  const outside = inside.length === 0 ? [] : Outcome.options.filter((outcome) => !inside.includes(outcome))
  const line = (outcome: Outcome): { outcome: Outcome; n: number } => ({ outcome, n: counts[countOfOutcome[outcome]] })
  return { lines: inside.map(line), outside: outside.map(line) }
}
