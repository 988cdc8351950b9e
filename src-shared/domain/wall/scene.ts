// 场景: what a wall shows. A span is one map over all monitors; tiles are panels on twelve columns and twelve rows per monitor.
import { z } from '#shared/kernel/zod.ts'
import { SpanLayers, Stop, MOST_STOPS, usualLayers } from './stop.ts'
import type { Need } from './legibility.ts'

export const PanelKind = z.enum(['kpi', 'ticker', 'ranking', 'trend', 'hot', 'hotGrids', 'map'])
export type PanelKind = z.infer<typeof PanelKind>

export const GRID_COLUMNS = 12
export const GRID_ROWS = 12

/** A panel on the grid: first column and row from 0, how many it takes. */
export const Panel = z.object({
  kind: PanelKind,
  column: z
    .int()
    .min(0)
    .max(GRID_COLUMNS - 1),
  row: z
    .int()
    .min(0)
    .max(GRID_ROWS - 1),
  columns: z.int().min(1).max(GRID_COLUMNS),
  rows: z.int().min(1).max(GRID_ROWS),
})
export type Panel = z.infer<typeof Panel>

export const MOST_PANELS = 24
export const MOST_PAGES = 16

export const SceneId = z.string().regex(/^[a-z0-9-]{1,40}$/)

export const Scene = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('span'),
    id: SceneId,
    name: z.string().min(1).max(40),
    layers: SpanLayers.default(usualLayers),
    /** Where the camera goes, again and again; the first is where it begins. None: it stands over all of the hall. */
    stops: z.array(Stop).max(MOST_STOPS).default([]),
  }),
  z.object({
    kind: z.literal('tiles'),
    id: SceneId,
    name: z.string().min(1).max(40),
    /** One page per monitor, in order; a monitor beyond the last page shows the last one. */
    pages: z.array(z.array(Panel).min(1).max(MOST_PANELS)).min(1).max(MOST_PAGES),
  }),
])
export type Scene = z.infer<typeof Scene>
export type TilesScene = Extract<Scene, { kind: 'tiles' }>
export type SpanScene = Extract<Scene, { kind: 'span' }>

const tile = (kind: PanelKind, column: number, row: number, columns: number, rows: number): Panel => ({
  kind,
  column,
  row,
  columns,
  rows,
})

/** Everything on one monitor. */
const allOnOne: readonly Panel[] = [
  tile('kpi', 0, 0, 12, 2),
  tile('ticker', 0, 2, 4, 10),
  tile('ranking', 4, 2, 4, 10),
  tile('trend', 8, 2, 4, 5),
  tile('hot', 8, 7, 4, 5),
]
const figuresAndMap: readonly Panel[] = [tile('kpi', 0, 0, 12, 3), tile('ticker', 0, 3, 6, 9), tile('map', 6, 3, 6, 9)]
const charts: readonly Panel[] = [tile('ranking', 0, 0, 7, 12), tile('trend', 7, 0, 5, 6), tile('hot', 7, 6, 5, 6)]
const mapAndPlaces: readonly Panel[] = [tile('map', 0, 0, 7, 12), tile('hotGrids', 7, 0, 5, 12)]

/** One map over all monitors, as every wall has it. */
export const daySpan: SpanScene = { kind: 'span', id: 'span', name: '日间一图', layers: usualLayers, stops: [] }

/** The scenes every wall has; which tiles there are depends on how many monitors stand there. */
export function standingScenes(monitors: number): Scene[] {
  const pages = monitors < 2 ? [allOnOne] : [figuresAndMap, charts, mapAndPlaces]
  return [
    daySpan,
    { kind: 'tiles', id: 'tiles', name: '指标与榜单', pages: pages.map((page) => [...page]) },
  ]
}

/** Room each panel needs to be read, in units of 16 arc-minutes: a head and the fewest rows that still say something. */
export const panelNeeds: Readonly<Record<PanelKind, Need>> = {
  kpi: { width: 50, height: 4.6 },
  ticker: { width: 18, height: 9.8 },
  ranking: { width: 18, height: 9.8 },
  trend: { width: 16, height: 8 },
  hot: { width: 16, height: 8 },
  hotGrids: { width: 16, height: 8 },
  map: { width: 12, height: 10 },
}

/** Place in its page of a panel that leaves the grid or lies on another; -1: all stand well. */
export function misplaced(panels: readonly Panel[]): number {
  return panels.findIndex(
    (one, at) =>
      one.column + one.columns > GRID_COLUMNS ||
      one.row + one.rows > GRID_ROWS ||
      panels.slice(at + 1).some((other) => meet(one, other)),
  )
}

/** Whether two panels share a field of the grid. */
export function meet(a: Panel, b: Panel): boolean {
  return a.column < b.column + b.columns && b.column < a.column + a.columns && a.row < b.row + b.rows && b.row < a.row + a.rows
}
