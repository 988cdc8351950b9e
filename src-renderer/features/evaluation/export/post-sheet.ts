import type { SheetData } from 'write-excel-file/universal'
import type { PostRanking } from '#shared/contracts/evaluation.contract.ts'
import { text } from '#renderer/i18n/index.ts'
import { partName } from '../indicators.ts'
import { periodName } from '../period-words.ts'
import { postFormula, schemeName } from '../scheme-words.ts'
import { head, line, number, words } from './cells.ts'
import type { SheetWords } from './ranking-sheet.ts'

/** The people of a post as they stand, with every part of the score: how much of it, or the share done as it should be. */
export function postSheet({ rows, scheme }: PostRanking): SheetData {
  const parts = scheme.parts.map(({ indicator }) => indicator)
  const titles = [
    text('evaluation.ranking.rank'), text('evaluation.ranking.name.post'), text('evaluation.ranking.score'), text('evaluation.ranking.level'), ...parts.map(partName),
  ]
  return [
    titles.map(head),
    ...rows.map(({ rank, name, score, level, counts, rates }) => [
      score === null ? null : number(rank, '0'), words(name), number(score, '0.00'), level === null ? null : words(level),
      ...parts.map((part) => (part in counts ? number(counts[part] ?? null, '0') : number(rates[part] ?? null, '0.00%'))),
    ]),
  ]
}

/** What the figures are. */
export function aboutPostSheet(ranking: PostRanking, { locale, stamp }: Pick<SheetWords, 'locale' | 'stamp'>): SheetData {
  return [
    line(text('evaluation.view.post'), text(`cases.post.${ranking.post}`)),
    line(text('evaluation.export.period'), periodName(ranking.period)),
    line(text('evaluation.export.scheme'), schemeName(ranking.scheme, locale)),
    line(text('evaluation.export.formula'), postFormula(ranking)),
    line(text('evaluation.export.asOf'), ranking.asOf === null ? '—' : stamp(ranking.asOf)),
    [head(text('evaluation.export.pending')), number(ranking.pending, '0')],
  ]
}
