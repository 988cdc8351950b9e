import type { ChartInk } from '../chart-ink.ts'
import type { ChartOption } from '../echarts.ts'

/** What all charts share: nothing moves, nothing glows, and a tooltip is text drawn by the chart itself, not markup. */
export function frame(ink: ChartInk): ChartOption {
  return { animation: false, textStyle: { fontFamily: ink.font, fontSize: ink.fontPx, color: ink.textSecond } }
}

export function tooltip(ink: ChartInk): NonNullable<ChartOption['tooltip']> {
  return {
    renderMode: 'richText', confine: true, transitionDuration: 0, padding: [6, 10], backgroundColor: ink.raised,
    borderColor: ink.line, borderWidth: 1, borderRadius: 4, shadowBlur: 0, shadowOffsetX: 0, shadowOffsetY: 0, shadowColor: 'transparent',
    textStyle: { color: ink.text, fontSize: ink.fontPx, fontFamily: ink.font },
  }
}

export const bold = (ink: ChartInk): { fontWeight: 600; color: string; fontSize: number; fontFamily: string } => ({
  fontWeight: 600, color: ink.text, fontSize: ink.fontPx, fontFamily: ink.font,
})

export const quietAxisLabel = (ink: ChartInk): { color: string; fontSize: number; fontFamily: string } => ({
  color: ink.textThird, fontSize: ink.fontPx, fontFamily: ink.font,
})

/** Ends of an axis that needs no zero: a little room around what there is, on whole steps. */
export function roomAround(values: readonly number[], least: number, most: number): { min: number; max: number } {
  if (values.length === 0) return { min: least, max: most }
  const low = Math.min(...values)
  const high = Math.max(...values)
  const step = niceStep(Math.max((high - low) / 3, (most - least) / 100))
  const min = Math.max(least, Math.floor(low / step) * step)
  const max = Math.min(most, Math.ceil(high / step) * step)
  return min < max ? { min, max } : { min: Math.max(least, min - step), max: Math.min(most, max + step) }
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that is not below what is asked. */
export function niceStep(atLeast: number): number {
  if (!(atLeast > 0) || !Number.isFinite(atLeast)) return 1
  const power = 10 ** Math.floor(Math.log10(atLeast))
  const lead = [1, 2, 5, 10].find((one) => one * power >= atLeast * (1 - 1e-9)) ?? 10
  return lead * power
}
