// 版面: what stands over the map of a span, and on which monitor; and where panels of tiles stand, in pixels.
import type { Need } from './legibility.ts'
import { GRID_COLUMNS, GRID_ROWS } from './scene.ts'
import type { Panel } from './scene.ts'
import type { Part, Span } from './span.ts'

export const figureKeys = ['reported', 'filed', 'closed', 'open', 'overdue', 'emergency'] as const
export type FigureKey = (typeof figureKeys)[number]

/** What one monitor carries over its part of the map. */
export interface Overlay {
  /** Figures of the strip on top; null: no strip here. */
  readonly figures: readonly FigureKey[] | null
  readonly title: boolean
  readonly list: boolean
  readonly legend: boolean
  readonly sources: boolean
}

/** Heights and widths of the overlays, in units of 16 arc-minutes: look.md, wall span. */
export const overlayU = {
  strip: 4.93,
  title: 16,
  figure: 8.2,
  listWidth: 22.6,
  listHead: 2.6,
  listRow: 3.6,
  foot: 5.6,
  margin: 1.33,
} as const
const LEAST_LIST_ROWS = 1

/** Strip on the upper monitors, list upper right, legend lower left, sources lower right; each whole on one monitor. */
export function overlaysOf({ parts }: Span): ReadonlyMap<string, Overlay> {
  const inOrder = parts.toSorted((a, b) => a.y - b.y || a.x - b.x)
  const topY = inOrder[0]?.y ?? 0
  const upper = inOrder.filter(({ y }) => y === topY)
  const lower = parts.toSorted((a, b) => b.y + b.height - (a.y + a.height) || a.x - b.x)
  const bottom =
    lower[0] === undefined ? [] : lower.filter(({ y, height }) => y + height === bottomOf(lower[0])).toSorted((a, b) => a.x - b.x)
  const shares = shareFigures(upper)
  return new Map(
    parts.map((part): [string, Overlay] => [
      part.id,
      {
        figures: shares.get(part.id) ?? null,
        title: part === upper[0],
        list: part === upper.at(-1),
        legend: part === bottom[0],
        sources: part === bottom.at(-1),
      },
    ]),
  )
}

const bottomOf = (part: Part | undefined): number => (part === undefined ? 0 : part.y + part.height)

/** The title takes the room of two figures; what is late stands on the right, beside the list. */
function shareFigures(upper: readonly Part[]): ReadonlyMap<string, readonly FigureKey[]> {
  const slots = figureKeys.length + 2
  const each = Math.ceil(slots / Math.max(1, upper.length))
  let next = 0
  return new Map(
    upper.map(({ id }, at): [string, readonly FigureKey[]] => {
      const count = at === upper.length - 1 ? figureKeys.length - next : Math.max(0, at === 0 ? each - 2 : each)
      const mine = figureKeys.slice(next, next + count)
      next += mine.length
      return [id, mine]
    }),
  )
}

/** Room a monitor needs for its overlays; the title is cut before a figure is. */
export function overlayNeed({ figures, title, list, legend, sources }: Overlay): Need {
  const { strip, figure, listWidth, listHead, listRow, foot, margin } = overlayU
  const stripWidth = figures === null ? 0 : figures.length * figure + (title ? figure : 0)
  const listHeight = list ? listHead + listRow * LEAST_LIST_ROWS + 2 * margin : 0
  return {
    width: Math.max(stripWidth, list ? listWidth : 0, legend || sources ? listWidth : 0),
    height: (figures === null ? 0 : strip) + Math.max(listHeight, 4) + (legend || sources ? foot : 0),
  }
}

/** Gap between panels and margin round them, px of a seat; and the head over the tiles, in units. */
export const TILE_GAP_PX = 12
export const TILE_MARGIN_PX = 24
export const TILE_HEAD_U = 2.6

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where a panel stands on a monitor, whole px: neighbours share one gap, the last column and row end at the margin. */
export function boxOf({ column, row, columns, rows }: Panel, { width, height }: Need, unit: number): Box {
  const top = Math.round(TILE_MARGIN_PX + TILE_HEAD_U * unit)
  const lineX = (at: number): number =>
    Math.round(TILE_MARGIN_PX + ((width - 2 * TILE_MARGIN_PX + TILE_GAP_PX) * at) / GRID_COLUMNS)
  const lineY = (at: number): number => Math.round(top + ((height - TILE_MARGIN_PX - top + TILE_GAP_PX) * at) / GRID_ROWS)
  const [x, y] = [lineX(column), lineY(row)]
  return { x, y, width: lineX(column + columns) - TILE_GAP_PX - x, height: lineY(row + rows) - TILE_GAP_PX - y }
}
