import type { SheetData } from 'write-excel-file/universal'
import type { HotSpots } from '#shared/contracts/evaluation.contract.ts'
import { text } from '#renderer/i18n/index.ts'
import { periodName } from '../period-words.ts'
import { head, line, number, words } from './cells.ts'

/** Hot spots as they stand, with their places as degrees (WGS84). */
export function hotSheet({ rows, days }: HotSpots): SheetData {
  const titles = [
    ...(['place', 'area', 'grid', 'class'] as const).map((name) => text(`evaluation.hot.${name}`)), text('evaluation.hot.n'),
    text('evaluation.hot.beforeDays', { days }), text('evaluation.hot.change'), text('evaluation.hot.lng'), text('evaluation.hot.lat'),
  ]
  return [
    [text('evaluation.ranking.rank'), ...titles].map(head),
    ...rows.map((row, index) => [
      number(index + 1, '0'), words(row.address), words([row.street, row.community].filter((name) => name !== null).join(' ')), words(row.grid), words(row.className),
      number(row.n, '0'), number(row.before, '0'), number(row.n - row.before, '0'), number(row.lng, '0.000000'), number(row.lat, '0.000000'),
    ]),
  ]
}

/** What the figures are. `className`: the classes they are narrowed to. */
export function aboutHotSheet(spots: HotSpots, className: string, stamp: (instant: number) => string): SheetData {
  return [
    line(text('evaluation.export.period'), periodName(spots.period)),
    line(text('evaluation.hot.classes'), className),
    [head(text('evaluation.hot.total')), number(spots.total, '0')],
    [head(text('evaluation.hot.outside')), number(spots.outside, '0')],
    line(text('evaluation.export.asOf'), spots.asOf === null ? '—' : stamp(spots.asOf)),
    [head(text('evaluation.export.pending')), number(spots.pending, '0')],
  ]
}
