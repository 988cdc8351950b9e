import type { ChartInk } from '../chart-ink.ts'
import type { ChartOption } from '../echarts.ts'
import { bold, frame, quietAxisLabel, tooltip } from './parts.ts'

export interface BarRow {
  readonly name: string
  readonly n: number
  /** What stands at the far right: the share of all so far. */
  readonly aside: string
  /** 0 palest to 4 darkest; what matters most is darkest. */
  readonly step: 0 | 1 | 2 | 3 | 4
}

export interface BarsData {
  readonly rows: readonly BarRow[]
  readonly format: (n: number) => string
}

/** Bars from zero, largest first, each with its number; the running share stands in a column of its own. */
export function barsOption(data: BarsData, ink: ChartInk): ChartOption {
  const category = { type: 'category' as const, inverse: true, axisLine: { show: false }, axisTick: { show: false } }
  return {
    ...frame(ink),
    grid: { left: ink.fontPx * 8.6, right: ink.fontPx * 8.2, top: 0, bottom: 0 },
    tooltip: { ...tooltip(ink), trigger: 'item', formatter: (at) => hint(data, at) },
    xAxis: { type: 'value', min: 0, show: false },
    yAxis: [
      { ...category, data: data.rows.map(({ name }) => name), axisLabel: { color: ink.textSecond, fontSize: ink.fontPx, fontFamily: ink.font, width: ink.fontPx * 7.6, overflow: 'truncate' } },
      { ...category, position: 'right', offset: ink.fontPx * 4, data: data.rows.map(({ aside }) => aside), axisLabel: { ...quietAxisLabel(ink), align: 'right', margin: ink.fontPx * 4 } },
    ],
    series: [{
      type: 'bar', barCategoryGap: '42%', barMaxWidth: ink.fontPx * 1.6, emphasis: { disabled: true }, cursor: 'pointer',
      data: data.rows.map(({ n, step }) => ({ value: n, itemStyle: { color: ink.ramp[step] } })),
      label: { show: true, position: 'right', distance: ink.fontPx / 2, formatter: ({ value }) => data.format(Number(value)), ...bold(ink) },
    }],
  }
}

function hint(data: BarsData, at: unknown): string {
  // An item's tooltip is handed that one item.
  const row = data.rows[(at as { dataIndex?: number }).dataIndex ?? -1]
  return row === undefined ? '' : [row.name, data.format(row.n), row.aside].filter((part) => part !== '').join('\n')
}
