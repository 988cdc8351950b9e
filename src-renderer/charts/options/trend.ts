import type { ChartInk } from '../chart-ink.ts'
import type { ChartOption } from '../echarts.ts'
import { bold, frame, quietAxisLabel, roomAround, tooltip } from './parts.ts'

export interface TrendPoint {
  readonly label: string
  readonly value: number | null
  /** The paler line; null where there is nothing to compare with. */
  readonly before: number | null
}

export interface TrendData {
  readonly points: readonly TrendPoint[]
  readonly names: { readonly value: string; readonly before: string }
  /** The last period is not over: its dot is hollow. */
  readonly isRunning: boolean
  /** Written as a label. */
  readonly format: (value: number) => string
  /** Counts begin at zero; a rate takes the room it needs. */
  readonly range: 'from-zero' | 'share'
  /** The comparison is a custom, not a period of its own: it is dashed. */
  readonly dashed?: boolean
  /** Every how-many-th period is named on the axis; without it the axis decides. */
  readonly everyLabel?: number
}

/** A line over periods, the comparison paler, both named where they run: no legend. */
export function trendOption(data: TrendData, ink: ChartInk): ChartOption {
  const values = data.points.flatMap(({ value, before }) => [value, before]).filter((value) => value !== null)
  const ends = data.range === 'share' ? roomAround(values.map((value) => value * 100), 0, 100) : { min: 0, max: undefined }
  const scaled = (value: number | null): number | null => (value === null || data.range !== 'share' ? value : value * 100)
  const format = (value: number): string => data.format(data.range === 'share' ? value / 100 : value)
  return {
    ...frame(ink),
    grid: { left: ink.fontPx * 3.4, right: ink.fontPx * 4, top: ink.fontPx * 1.6, bottom: ink.fontPx * 2.2 },
    tooltip: { ...tooltip(ink), trigger: 'axis', axisPointer: { type: 'line', lineStyle: { color: ink.axis } }, formatter: (at) => hint(data, at) },
    xAxis: {
      type: 'category', boundaryGap: false, data: data.points.map(({ label }) => label),
      axisLine: { show: false }, axisTick: { show: false },
      axisLabel: { ...quietAxisLabel(ink), margin: ink.fontPx * 0.8, hideOverlap: true, ...everyLabel(data.everyLabel) },
    },
    yAxis: {
      type: 'value', ...(ends.max === undefined ? { min: 0, minInterval: 1 } : ends), splitNumber: 3,
      axisLabel: { ...quietAxisLabel(ink), showMinLabel: true, formatter: (value: number) => trimmed(value) },
      splitLine: { lineStyle: { color: ink.grid } },
    },
    series: [
      line(data, data.points.map(({ before }) => scaled(before)), { ink, isMain: false, format }),
      line(data, data.points.map(({ value }) => scaled(value)), { ink, isMain: true, format }),
    ],
  }
}

const everyLabel = (every: number | undefined): object =>
  (every === undefined ? {} : { interval: (at: number) => at % every === 0 })

interface LineLook {
  readonly ink: ChartInk
  readonly isMain: boolean
  readonly format: (value: number) => string
}

type LineSeries = Extract<NonNullable<ChartOption['series']>, { type?: 'line' | undefined }>

function line(data: TrendData, values: readonly (number | null)[], { ink, isMain, format }: LineLook): LineSeries {
  const color = isMain ? ink.ramp[4] : ink.ramp[1]
  const last = values.findLastIndex((value) => value !== null)
  const named = namedAt(values, isMain)
  const dashed = data.dashed === true && !isMain
  return {
    type: 'line', silent: !isMain, z: isMain ? 3 : 2, showAllSymbol: true, emphasis: { disabled: true }, triggerLineEvent: false,
    lineStyle: {
      color: dashed ? ink.ramp[2] : color, width: (isMain ? 2.2 : 2) * ink.stroke,
      ...(dashed ? { type: [3 * ink.stroke, 3 * ink.stroke] } : {}),
    },
    data: values.map((value, at) => ({
      value,
      symbol: 'circle',
      symbolSize: (at === last ? 8 : 6) * ink.stroke,
      // Only the end is drawn; the others are there to be pressed.
      itemStyle: at === last && isMain
        ? { color: data.isRunning ? ink.panel : color, borderColor: color, borderWidth: 2 * ink.stroke }
        : { color: 'transparent' },
      label: labelAt(at, { last, named, name: isMain ? data.names.value : data.names.before, value, format, isMain, ink }),
    })),
  }
}

interface Labelled {
  readonly last: number
  readonly named: number
  readonly name: string
  readonly value: number | null
  readonly format: (value: number) => string
  readonly isMain: boolean
  readonly ink: ChartInk
}

function labelAt(at: number, { last, named, name, value, format, isMain, ink }: Labelled): object {
  const look = isMain ? bold(ink) : quietAxisLabel(ink)
  if (value === null || name === '') return at === last && value !== null ? { show: true, position: 'right', formatter: format(value), ...look } : { show: false }
  if (at === last) return { show: true, position: 'right', formatter: format(value), ...look }
  return at === named ? { show: true, position: isMain ? 'top' : 'bottom', formatter: name, ...look } : { show: false }
}

/** Where a line's own name stands out of the other's way: at its top for the main line, at its foot for the other. */
function namedAt(values: readonly (number | null)[], isMain: boolean): number {
  const inner = values.map((value, at) => ({ value, at })).slice(1, -2).filter(({ value }) => value !== null)
  const order = inner.toSorted((a, b) => ((b.value ?? 0) - (a.value ?? 0)) * (isMain ? 1 : -1))
  return order[0]?.at ?? -1
}

const trimmed = (value: number): string => String(Math.round(value * 100) / 100)

function hint(data: TrendData, at: unknown): string {
  // An axis tooltip is handed the series' points at one place of the axis.
  const index = Array.isArray(at) ? (at[0] as { dataIndex?: number } | undefined)?.dataIndex : undefined
  const point = index === undefined ? undefined : data.points[index]
  if (point === undefined) return ''
  const word = (value: number | null): string => (value === null ? '—' : data.format(value))
  const own = data.names.value === '' ? word(point.value) : `${data.names.value} ${word(point.value)}`
  return [point.label, own, `${data.names.before} ${word(point.before)}`].join('\n')
}
