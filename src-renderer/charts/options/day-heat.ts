import type { ChartInk } from '../chart-ink.ts'
import type { ChartOption } from '../echarts.ts'
import { frame, quietAxisLabel, tooltip } from './parts.ts'

export interface HeatDay {
  /** Day of the month, from 1. */
  readonly day: number
  /** 0 = Monday. */
  readonly weekday: number
  readonly value: number | null
  /** Words of the day: a holiday's name, 补班. */
  readonly note: string
}

export interface HeatData {
  readonly days: readonly HeatDay[]
  readonly weekdays: readonly string[]
  readonly format: (value: number) => string
}

/** Lower bounds of the five steps, ascending, from the month's own values, so that a quiet month shows its shape too. */
export function heatSteps(values: readonly number[]): readonly number[] {
  const ordered = values.toSorted((a, b) => a - b)
  const at = (share: number): number => ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))] ?? 0
  return [...new Set([0, at(0.2), at(0.45), at(0.7), at(0.9)])]
}

export const stepOf = (value: number, steps: readonly number[]): number =>
  Math.max(0, steps.findLastIndex((bound) => value >= bound))

/** Steps are named from pale to dark; with fewer than five the palest ones stay. */
export const rampOf = (step: number, ink: ChartInk): string => ink.ramp[Math.min(4, step)] ?? ink.ramp[4]

/** A month by weeks, Monday first: the day at the top left of its field, its count at the bottom right. */
export function dayHeatOption(data: HeatData, ink: ChartInk): ChartOption {
  const firstWeekday = data.days[0]?.weekday ?? 0
  const weekOf = ({ day }: HeatDay): number => Math.floor((day - 1 + firstWeekday) / 7)
  const weeks = (data.days.at(-1) === undefined ? 0 : weekOf(data.days.at(-1) ?? never)) + 1
  const steps = heatSteps(data.days.flatMap(({ value }) => (value === null ? [] : [value])))
  const hidden = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } }
  return {
    ...frame(ink),
    grid: { left: 0, right: 0, top: ink.fontPx * 1.9, bottom: 0 },
    tooltip: { ...tooltip(ink), trigger: 'item', formatter: (at) => hint(data, at) },
    xAxis: { type: 'category', position: 'top', data: [...data.weekdays], ...hidden, axisLabel: { ...quietAxisLabel(ink), interval: 0, margin: ink.fontPx * 0.6 } },
    yAxis: { type: 'category', inverse: true, data: Array.from({ length: weeks }, (_, at) => at), ...hidden, axisLabel: { show: false } },
    series: [{
      type: 'custom', cursor: 'pointer',
      data: data.days.map((day) => [day.weekday, weekOf(day), day.value]),
      renderItem: (params, api) => {
        const day = data.days[params.dataIndex]
        if (day === undefined) return null
        const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)])
        const [width = 0, height = 0] = sizeOf(api.size?.([1, 1]))
        return cell(day, { x: x - width / 2 + 1.5, y: y - height / 2 + 1.5, width: width - 3, height: height - 3 }, { ink, step: day.value === null ? null : stepOf(day.value, steps), text: day.value === null ? '' : data.format(day.value) })
      },
    }],
  }
}

const never: HeatDay = { day: 1, weekday: 0, value: null, note: '' }
const sizeOf = (size: number | number[] | undefined): readonly number[] => (Array.isArray(size) ? size : [size ?? 0, size ?? 0])

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

interface CellLook {
  readonly ink: ChartInk
  /** Null: no figure that day. */
  readonly step: number | null
  readonly text: string
}

type RenderItem = NonNullable<Extract<NonNullable<ChartOption['series']>, { type?: 'custom' | undefined }>['renderItem']>

function cell(day: HeatDay, box: Box, { ink, step, text }: CellLook): ReturnType<RenderItem> {
  const on = step !== null && step >= 3 ? ink.onDark : ink.text
  const type = `${String(ink.fontPx)}px ${ink.font}`
  return {
    type: 'group',
    children: [
      { type: 'rect', shape: box, style: step === null ? { fill: 'transparent', stroke: ink.grid } : { fill: rampOf(step, ink) } },
      { type: 'text', silent: true, style: { text: String(day.day), x: box.x + 5, y: box.y + 4, fill: on, font: type } },
      { type: 'text', silent: true, style: { text, x: box.x + box.width - 5, y: box.y + box.height - 4, align: 'right', verticalAlign: 'bottom', fill: on, font: `600 ${type}` } },
    ],
  }
}

function hint(data: HeatData, at: unknown): string {
  // An item's tooltip is handed that one item.
  const day = data.days[(at as { dataIndex?: number }).dataIndex ?? -1]
  if (day === undefined) return ''
  return [String(day.day), day.value === null ? '—' : data.format(day.value), day.note].filter((part) => part !== '').join('\n')
}
