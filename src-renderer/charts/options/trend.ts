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
  const lines = { value: data.points.map(({ value }) => scaled(value)), before: data.points.map(({ before }) => scaled(before)) }
  const apart = endsApart(lines, ends.max === undefined ? undefined : ends.max - ends.min)
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
      line(data, lines.before, { ink, isMain: false, format, shift: -apart }),
      line(data, lines.value, { ink, isMain: true, format, shift: apart }),
    ],
  }
}

const everyLabel = (every: number | undefined): object =>
  (every === undefined ? {} : { interval: (at: number) => at % every === 0 })

/** Ends nearer than this share of the axis would write their figures over each other. */
const NEAR_SHARE = 0.2

interface TwoLines {
  readonly value: readonly (number | null)[]
  readonly before: readonly (number | null)[]
}

/** Which way the main line's last figure gives way to the other's: up (-1), down (1), or not at all. */
function endsApart({ value, before }: TwoLines, span: number | undefined): number {
  const last = value.findLastIndex((one) => one !== null)
  const [own, other] = [value[last], before[last]]
  if (own == null || other == null || before.findLastIndex((one) => one !== null) !== last) return 0
  const room = span ?? Math.max(...[...value, ...before].map((one) => one ?? 0))
  if (Math.abs(own - other) >= room * NEAR_SHARE) return 0
  return own >= other ? -1 : 1
}

interface LineLook {
  readonly ink: ChartInk
  readonly isMain: boolean
  readonly format: (value: number) => string
  /** Up (-1) or down (1) for its last figure, in halves of its height; 0 beside its dot. */
  readonly shift: number
}

type LineSeries = Extract<NonNullable<ChartOption['series']>, { type?: 'line' | undefined }>

function line(data: TrendData, values: readonly (number | null)[], { ink, isMain, format, shift }: LineLook): LineSeries {
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
      label: labelAt(at, { last, named, name: isMain ? data.names.value : data.names.before, value, format, isMain, ink, shift }),
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
  readonly shift: number
}

function labelAt(at: number, { last, named, name, value, format, isMain, ink, shift }: Labelled): object {
  const look = isMain ? bold(ink) : quietAxisLabel(ink)
  if (value === null) return { show: false }
  if (at === last) return { show: true, position: 'right', offset: [0, shift * ink.fontPx * 0.6], formatter: format(value), ...look }
  return at === named && name !== '' ? { show: true, position: isMain ? 'top' : 'bottom', formatter: name, ...look } : { show: false }
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
