import { describe, expect, it } from 'vitest'
import type { ChartInk } from './chart-ink.ts'
import { percent, points, signed } from './figure-words.ts'
import { barsOption } from './options/bars.ts'
import { dayHeatOption, heatSteps, stepOf } from './options/day-heat.ts'
import { histogramOption } from './options/histogram.ts'
import { niceStep, roomAround } from './options/parts.ts'
import { trendOption } from './options/trend.ts'
import type { TrendData } from './options/trend.ts'
import { fileName } from './save-file.ts'
import { sparkPath } from './spark-path.ts'

const ink: ChartInk = {
  ramp: ['d1', 'd2', 'd3', 'd4', 'd5'], grid: 'grid', axis: 'axis', text: 'text', textSecond: 'second', textThird: 'third', onDark: 'on-dark',
  panel: 'panel', raised: 'raised', line: 'line', select: 'select', font: 'Hall', fontPx: 12, stroke: 1,
}
const trend = (more: Partial<TrendData> = {}): TrendData => ({
  points: [{ label: '8 月', value: 0.82, before: 0.8 }, { label: '9 月', value: 0.86, before: null }, { label: '10 月', value: 0.9, before: 0.84 }],
  names: { value: '本年度', before: '上一年度' }, isRunning: false, range: 'share', format: (value) => (value * 100).toFixed(1), ...more,
})
interface PointShape {
  readonly value: number | null
  readonly itemStyle: { readonly color: string }
  readonly label: { readonly formatter?: string; readonly offset?: readonly [number, number] }
}
interface LineShape {
  readonly lineStyle: { readonly color: string }
  readonly data: readonly PointShape[]
}
// The builder makes exactly these two lines; the chart library's own type allows any other series too.
const linesOf = (data: TrendData): readonly LineShape[] => trendOption(data, ink).series as unknown as readonly LineShape[]

describe('a trend', () => {
  it('draws the comparison paler and under the line of the year', () => {
    const [before, value] = linesOf(trend())

    expect([before?.lineStyle.color, value?.lineStyle.color]).toEqual(['d2', 'd5'])
    expect(value?.data.at(-1)?.label.formatter).toBe('90.0')
  })

  it('ends a running period in a hollow dot and a finished one in a full one', () => {
    const end = (isRunning: boolean): string | undefined => linesOf(trend({ isRunning }))[1]?.data.at(-1)?.itemStyle.color

    expect([end(true), end(false)]).toEqual(['panel', 'd5'])
  })

  it('writes the last figures of two lines apart where they end close to each other, and beside their dots where they do not', () => {
    const ends = (value: number, before: number): number[] =>
      linesOf(trend({ points: [{ label: '0 时', value: 30, before: 20 }, { label: '1 时', value, before }], range: 'from-zero', format: String, names: { value: '', before: '' } }))
        .map((line) => Math.sign(line.data.at(-1)?.label.offset?.[1] ?? 0))

    expect(ends(10, 8)).toEqual([1, -1])
    expect(ends(8, 10)).toEqual([-1, 1])
    expect(ends(25, 5).map(Math.abs)).toEqual([0, 0])
  })

  it('leaves a gap where a period has no figure', () => {
    expect(linesOf(trend())[0]?.data.map(({ value }) => value)).toEqual([80, null, 84])
  })

  it('begins counts at zero and gives rates the room they need', () => {
    expect(trendOption(trend({ range: 'from-zero' }), ink).yAxis).toMatchObject({ min: 0 })
    expect(trendOption(trend(), ink).yAxis).toMatchObject({ min: 80, max: 90 })
  })

  it('moves nothing and writes its hints as text, not as markup', () => {
    expect(trendOption(trend(), ink)).toMatchObject({ animation: false, tooltip: { renderMode: 'richText' } })
  })
})

describe('the room around figures', () => {
  it.each([[[82, 90], { min: 80, max: 90 }], [[100, 100], { min: 99, max: 100 }], [[], { min: 0, max: 100 }], [[0], { min: 0, max: 1 }]])('of %j is %j', (values, ends) => {
    expect(roomAround(values, 0, 100)).toEqual(ends)
  })

  it('goes up in 1, 2, 5 and 10', () => {
    expect([0.3, 1, 1.1, 3, 6, 70, Number.NaN, 0].map(niceStep)).toEqual([0.5, 1, 2, 5, 10, 100, 1, 1])
  })
})

describe('bars', () => {
  it('stand from zero, the largest first, each with its number and the running share', () => {
    const option = barsOption({ rows: [{ name: '暴露垃圾', n: 521, aside: '18.3%', step: 3 }, { name: '井盖类', n: 118, aside: '22.4%', step: 2 }], format: String }, ink)

    expect(option.xAxis).toMatchObject({ min: 0 })
    expect(option.yAxis).toMatchObject([{ inverse: true, data: ['暴露垃圾', '井盖类'] }, { data: ['18.3%', '22.4%'] }])
  })

  it('of a histogram are all of one ink: how much is their height', () => {
    expect(histogramOption({ buckets: [{ label: '1 时内', n: 5 }], format: String }, ink).series).toMatchObject([{ itemStyle: { color: 'd4' }, data: [5] }])
  })
})

describe('a month of days', () => {
  it('steps by its own values, so that a quiet month shows its shape too', () => {
    expect(heatSteps([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toEqual([0, 3, 5, 8, 10])
    expect(heatSteps([0, 0, 0])).toEqual([0])
    expect(heatSteps([])).toEqual([0])
  })

  it('puts a value into the last step whose bound it reaches', () => {
    expect([0, 2, 3, 7, 10, 99].map((value) => stepOf(value, [0, 3, 5, 8, 10]))).toEqual([0, 0, 1, 2, 4, 4])
  })

  it('begins its first week on the weekday of the 1st', () => {
    const days = Array.from({ length: 31 }, (_, at) => ({ day: at + 1, weekday: (at + 3) % 7, value: at, note: '' }))

    const option = dayHeatOption({ days, weekdays: ['一', '二', '三', '四', '五', '六', '日'], format: String }, ink)

    expect(option.yAxis).toMatchObject({ data: [0, 1, 2, 3, 4] })
    // One series, made of [weekday, week, value].
    const [fields] = option.series as unknown as readonly { readonly data: readonly number[][] }[]
    expect([0, 4, 30].map((at) => fields?.data[at])).toEqual([[3, 0, 0], [0, 1, 4], [5, 4, 30]])
  })
})

describe('a sparkline', () => {
  it('leaves gaps and ends at the newest figure', () => {
    expect(sparkPath([0.8, null, 0.9, 1], { width: 84, height: 18, pad: 3 })).toEqual({ d: 'M3 15M55 9L81 3', end: { x: 81, y: 3 } })
  })

  it('of nothing is nothing, and of one value a level', () => {
    expect(sparkPath([null, null], { width: 84, height: 18, pad: 3 })).toEqual({ d: '', end: undefined })
    expect(sparkPath([0.5], { width: 84, height: 18, pad: 3 }).end).toEqual({ x: 3, y: 9 })
  })
})

describe('figures in words', () => {
  it('say a dash where there is no denominator, never 0 or 100', () => {
    expect([percent(null), points(null), percent(0), percent(1)]).toEqual(['—', '—', '0.0%', '100.0%'])
  })

  it('keep their sign', () => {
    expect([signed(3), signed(-3), signed(0)]).toEqual(['+3', '−3', '0'])
  })

  it('name files so that every file system takes them', () => {
    expect(fileName('部门排名 2026/10: "月"\u0000', 'xlsx')).toBe('部门排名 2026 10 月.xlsx')
    expect(fileName('  ', 'png')).toBe('wanmi.png')
  })
})
