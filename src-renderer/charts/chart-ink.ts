/** What a chart is drawn with: colours of the tokens in force and type for where it is read from. */
export interface ChartInk {
  /** One hue in five steps, palest first; for magnitude only. */
  readonly ramp: readonly [string, string, string, string, string]
  readonly grid: string
  readonly axis: string
  readonly text: string
  readonly textSecond: string
  readonly textThird: string
  /** Text on the two darkest steps of the ramp. */
  readonly onDark: string
  readonly panel: string
  readonly raised: string
  readonly line: string
  readonly select: string
  readonly font: string
  /** Size of labels, px. */
  readonly fontPx: number
  /** Factor on widths of lines and marks; a seat is 1. */
  readonly stroke: number
}

export interface InkSize {
  readonly fontPx: number
  readonly stroke: number
}

export const seatInk: InkSize = { fontPx: 12, stroke: 1 }

/** Smallest Chinese text of a wall, in units of 16 arc-minutes: `look.md`, wall legibility. */
const WALL_NOTE_UNITS = 1.15

export const wallInk = (unitPx: number): InkSize => ({
  fontPx: Math.ceil(unitPx * WALL_NOTE_UNITS), stroke: Math.max(1, unitPx / 12),
})

/** Reads the tokens of the theme in force. */
export function readInk({ fontPx, stroke }: InkSize = seatInk, root: Element = document.documentElement): ChartInk {
  const style = getComputedStyle(root)
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim()
  return {
    ramp: [token('d-1'), token('d-2'), token('d-3'), token('d-4'), token('d-5')],
    grid: token('d-grid'), axis: token('d-axis'),
    text: token('text-1'), textSecond: token('text-2'), textThird: token('text-3'), onDark: token('n-0'),
    panel: token('panel'), raised: token('raised'), line: token('line-strong'), select: token('select-bar'),
    font: token('font-ui'), fontPx, stroke,
  }
}
