import type { Figure } from '#shared/contracts/evaluation.contract.ts'
import { points } from '#renderer/charts/index.ts'
import { grouped } from '#renderer/composables/format.ts'
import { text } from '#renderer/i18n/index.ts'
import { indicatorName, indicatorValue, isCount, partName, partValue } from '../indicators.ts'
import { comparedName, periodName } from '../period-words.ts'

export interface SumLine {
  readonly key: string
  readonly label: string
  readonly value: string
  /** The line under the stroke. */
  readonly isTotal?: boolean
}

export const figureTitle = (figure: Figure, name: string): string =>
  text('evaluation.drill.figure', { name, indicator: indicatorName(figure.indicator) })

/** "= 65 ÷ 91"; nothing for a count, which is its own sum. */
export function quotient({ numerator, denominator }: Figure): string | undefined {
  return denominator === null ? undefined : text('evaluation.drill.quotient', { a: grouped(numerator.n), b: grouped(denominator.n) })
}

/** "9 月 82.76%，降 11.33 个百分点". */
export function against({ compare, compareDays, before, value, indicator }: Figure): string | undefined {
  if (compare === null) return undefined
  const period = comparedName(compare, compareDays)
  if (before === null) return text('evaluation.drill.noBefore', { period })
  return text('evaluation.drill.against', { period, value: indicatorValue(indicator, before, 2), change: change(indicator, value, before) })
}

function change(indicator: Figure['indicator'], value: number | null, before: number): string {
  if (value === null) return text('evaluation.drill.noFigure')
  const by = isCount(indicator) ? value - before : Math.round((value - before) * 10_000) / 100
  if (by === 0) return text('evaluation.drill.equal')
  const n = grouped(Math.abs(by), isCount(indicator) ? 0 : 2)
  if (isCount(indicator)) return text(by > 0 ? 'evaluation.drill.more' : 'evaluation.drill.fewer', { n })
  return text(by > 0 ? 'evaluation.drill.rose' : 'evaluation.drill.fell', { n })
}

/** What the denominator, or the count, is made of; the lines add up to the last. None where it is no sum. */
export function madeOf({ lines, denominator, numerator }: Figure): readonly SumLine[] {
  if (lines.length === 0) return []
  const { count, n } = denominator ?? numerator
  return [
    ...lines.map(({ outcome, n: part }) => ({ key: outcome, label: text(`evaluation.outcome.${outcome}`), value: grouped(part) })),
    { key: 'total', label: text(`evaluation.count.${count}`), value: grouped(n), isTotal: true },
  ]
}

export function outsideOf({ outside }: Figure): readonly SumLine[] {
  return outside.map(({ outcome, n }) => ({ key: outcome, label: text(`evaluation.outcome.${outcome}`), value: grouped(n) }))
}

/** How the score comes about; the points add up to it. */
export function scoreLines({ points: parts, score, level }: Figure): readonly SumLine[] {
  const lines = parts.map(({ indicator, value, better, weight, points: earned }) => ({
    key: indicator,
    label: text(`evaluation.drill.${better === 'higher' ? 'part' : 'partLower'}`, { indicator: partName(indicator), value: partValue(indicator, value), weight }),
    value: points(earned, 2),
  }))
  const label = level === null ? text('evaluation.drill.total') : text('evaluation.drill.totalLevel', { level })
  return [...lines, { key: 'total', label, value: points(score, 2), isTotal: true }]
}

/** The whole of it as text, for a letter or a complaint, with the time of its source, which nobody can see there otherwise. */
export function asText(figure: Figure, name: string, stamp: (instant: number) => string): string {
  const value = `${indicatorValue(figure.indicator, figure.value, 2)} ${quotient(figure) ?? ''}`.trim()
  const blocks = [
    [figureTitle(figure, name), periodName(figure.period), value, against(figure) ?? '', standingText(figure, stamp)],
    madeOf(figure).map(written), outsideOf(figure).map(written), scoreLines(figure).map(written),
  ]
  return blocks.map((lines) => lines.filter((line) => line !== '').join('\n')).filter((block) => block !== '').join('\n\n')
}

function standingText({ asOf, pending }: Figure, stamp: (instant: number) => string): string {
  const since = text('evaluation.standing.asOf', { time: asOf === null ? text('common.meaning.unknown') : stamp(asOf) })
  return [since, ...(pending > 0 ? [text('evaluation.standing.pending', { n: pending })] : [])].join(text('common.comma'))
}

const written = ({ label, value }: SumLine): string => `${label}\t${value}`

