import type { Display, Fittings } from './display.ts'

/** A rectangle of the virtual canvas, desktop px. */
export interface Part {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One picture over all monitors (一图): how large it is, and which part of it each monitor shows. */
export interface Span {
  readonly width: number
  readonly height: number
  readonly gapPx: number
  readonly parts: readonly Part[]
  /** What lies behind the bezels, from / to px: nothing that matters may stand there. */
  readonly hiddenX: readonly Strip[]
  readonly hiddenY: readonly Strip[]
}

export interface Strip {
  readonly from: number
  readonly to: number
}

type Edge = 'x' | 'y'
const sizeOf = { x: 'width', y: 'height' } as const

/** Where a monitor begins behind another, from left to right or from the top down. */
function seams(displays: readonly Display[], edge: Edge): number[] {
  const begins = [...new Set(displays.map((display) => display[edge]))].sort((a, b) => a - b)
  const found: number[] = []
  let last = begins[0] ?? 0
  for (const begin of begins) {
    const isBehindAnother = displays.some((one) => one[edge] >= last && one[edge] + one[sizeOf[edge]] <= begin)
    if (!isBehindAnother) continue
    found.push(begin)
    last = begin
  }
  return found
}

/**
 * The canvas behind the monitors. At every seam it is as much wider as the bezels are, in whole device pixels, so that a line
 * that goes in behind a bezel comes out where the eye expects it. Distances inside a monitor stay as they are.
 */
export function spanOf(displays: readonly Display[], { bezelMm, pitchMm }: Pick<Fittings, 'bezelMm' | 'pitchMm'>): Span {
  const scale = displays[0]?.scale ?? 1
  const gapPx = Math.round(bezelMm / pitchMm) / scale
  const [acrossX, acrossY] = [seams(displays, 'x'), seams(displays, 'y')]
  const left = Math.min(...displays.map(({ x }) => x))
  const top = Math.min(...displays.map(({ y }) => y))
  const shift = (at: number, found: readonly number[]): number => gapPx * found.filter((seam) => seam <= at).length
  const parts = displays.map(({ id, x, y, width, height }) => ({
    ...{ id, width, height },
    x: x - left + shift(x, acrossX),
    y: y - top + shift(y, acrossY),
  }))
  const strips = (found: readonly number[], origin: number): Strip[] =>
    found.map((seam, at) => ({ from: seam - origin + gapPx * at, to: seam - origin + gapPx * (at + 1) }))
  return {
    width: Math.max(1, ...parts.map((part) => part.x + part.width)),
    height: Math.max(1, ...parts.map((part) => part.y + part.height)),
    ...{ gapPx, parts },
    hiddenX: strips(acrossX, left),
    hiddenY: strips(acrossY, top),
  }
}
