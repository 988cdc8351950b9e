// 面板摆放: one page of tiles being arranged by hand.
import { boxOf } from './frame.ts'
import { shortageOf } from './legibility.ts'
import type { Need, Shortage } from './legibility.ts'
import { GRID_COLUMNS, GRID_ROWS, meet, panelNeeds } from './scene.ts'
import type { Panel, PanelKind } from './scene.ts'

export interface Step {
  readonly columns: number
  readonly rows: number
}

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** The panel so many columns and rows on; it stops at the edge of the grid. */
export function movePanel(panel: Panel, { columns, rows }: Step): Panel {
  return {
    ...panel,
    column: within(panel.column + columns, 0, GRID_COLUMNS - panel.columns),
    row: within(panel.row + rows, 0, GRID_ROWS - panel.rows),
  }
}

/** The panel so many columns and rows larger, its upper left corner where it was. */
export function resizePanel(panel: Panel, { columns, rows }: Step): Panel {
  return {
    ...panel,
    columns: within(panel.columns + columns, 1, GRID_COLUMNS - panel.column),
    rows: within(panel.rows + rows, 1, GRID_ROWS - panel.row),
  }
}

export interface PanelFault {
  /** Lies on another panel or leaves the grid: the scene cannot be kept like that. */
  readonly isMisplaced: boolean
  /** Too small to be read on this monitor: the scene is kept, but not shown. */
  readonly shortage: Shortage | null
}

/** What is wrong with each panel of a page on such a monitor, in the page's order. */
export function faultsOf(page: readonly Panel[], monitor: Need, unit: number): PanelFault[] {
  return page.map((panel, at) => ({
    isMisplaced:
      panel.column + panel.columns > GRID_COLUMNS ||
      panel.row + panel.rows > GRID_ROWS ||
      page.some((other, place) => place !== at && meet(panel, other)),
    shortage: shortageOf(panel.kind, panelNeeds[panel.kind], boxOf(panel, monitor, unit), unit) ?? null,
  }))
}

/** The first free place where such a panel can be read, as small as that allows; undefined when there is none. */
export function roomFor(kind: PanelKind, page: readonly Panel[], monitor: Need, unit: number): Panel | undefined {
  const sizes = range(1, GRID_COLUMNS).flatMap((columns) => range(1, GRID_ROWS).map((rows) => ({ columns, rows })))
  const readable = sizes
    .map((size) => ({ kind, column: 0, row: 0, ...size }))
    .filter((panel) => shortageOf(kind, panelNeeds[kind], boxOf(panel, monitor, unit), unit) === undefined)
    .toSorted((a, b) => a.columns * a.rows - b.columns * b.rows)
  for (const panel of readable) {
    for (const row of range(0, GRID_ROWS - panel.rows)) {
      for (const column of range(0, GRID_COLUMNS - panel.columns)) {
        const placed = { ...panel, column, row }
        if (!page.some((other) => meet(placed, other))) return placed
      }
    }
  }
  return undefined
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)
