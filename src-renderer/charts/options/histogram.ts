import type { ChartInk } from '../chart-ink.ts'
import type { ChartOption } from '../echarts.ts'
import { bold, frame, quietAxisLabel } from './parts.ts'

export interface HistogramData {
  readonly buckets: readonly { readonly label: string; readonly n: number }[]
  readonly format: (n: number) => string
}

/** How many in each span, side by side from zero. */
export function histogramOption({ buckets, format }: HistogramData, ink: ChartInk): ChartOption {
  return {
    ...frame(ink),
    grid: { left: 0, right: 0, top: ink.fontPx * 1.6, bottom: ink.fontPx * 2 },
    xAxis: {
      type: 'category', data: buckets.map(({ label }) => label), axisTick: { show: false }, axisLine: { lineStyle: { color: ink.axis } },
      axisLabel: { ...quietAxisLabel(ink), interval: 0, margin: ink.fontPx / 2 },
    },
    yAxis: { type: 'value', min: 0, show: false },
    series: [{
      type: 'bar', barCategoryGap: '14%', silent: true, itemStyle: { color: ink.ramp[3] }, data: buckets.map(({ n }) => n),
      label: { show: true, position: 'top', distance: 4, formatter: ({ value }) => format(Number(value)), ...bold(ink) },
    }],
  }
}
