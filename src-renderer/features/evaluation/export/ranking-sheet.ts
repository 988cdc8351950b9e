import type { Cell, SheetData } from 'write-excel-file/universal'
import type { Ranking, RankingRow } from '#shared/contracts/evaluation.contract.ts'
import { countNames } from '#shared/domain/evaluation/index.ts'
import { RateName } from '#shared/domain/evaluation/terms.ts'
import { text } from '#renderer/i18n/index.ts'
import { indicatorName } from '../indicators.ts'
import { comparedName, periodName } from '../period-words.ts'
import { formulaOf, schemeName } from '../scheme-words.ts'
import { head, line, number, words } from './cells.ts'

export interface SheetWords {
  /** The row without a responsible unit. */
  readonly noOne: string
  readonly locale: string
  /** A moment in words of the hall's clock. */
  readonly stamp: (instant: number) => string
}

/** The ranking as it stands, with every count and rate there is: numbers are numbers, an empty cell is no figure. */
export function rankingSheet(ranking: Ranking, { noOne }: Pick<SheetWords, 'noOne'>): SheetData {
  const titles = [
    text('evaluation.ranking.rank'), text(`evaluation.ranking.name.${ranking.subject}`), text('evaluation.ranking.score'), text('evaluation.ranking.level'),
    ...countNames.map(indicatorName), ...RateName.options.map(indicatorName),
  ]
  const figures = ({ counts, rates }: Pick<RankingRow, 'counts' | 'rates'>): Cell[] => [
    ...countNames.map((name) => number(counts[name], '0')), ...RateName.options.map((name) => number(rates[name], '0.00%')),
  ]
  const { total } = ranking
  return [
    titles.map(head),
    ...ranking.rows.map((row) => [
      row.score === null ? null : number(row.rank, '0'), words(row.id === '' ? noOne : row.name), number(row.score, '0.00'), row.level === null ? null : words(row.level), ...figures(row),
    ]),
    [null, head(text('evaluation.ranking.total')), number(total.score, '0.00'), total.level === null ? null : words(total.level), ...figures(total)],
  ]
}

/** What the figures are: period, rules, time of the source. */
export function aboutSheet(ranking: Ranking, { locale, stamp }: SheetWords): SheetData {
  return [
    line(text('evaluation.export.period'), periodName(ranking.period)),
    ...(ranking.compare === null ? [] : [line(text('evaluation.export.compared'), comparedName(ranking.compare, ranking.compareDays))]),
    line(text('evaluation.export.scheme'), schemeName(ranking.scheme, locale)),
    line(text('evaluation.export.formula'), formulaOf(ranking.scheme)),
    line(text('evaluation.export.asOf'), ranking.asOf === null ? '—' : stamp(ranking.asOf)),
    [head(text('evaluation.export.pending')), number(ranking.pending, '0')],
  ]
}
