// A window's part of what the wall shows, worked out afresh from what is decided: pure, so that every pane agrees.
import type { PaneView } from '#shared/contracts/wall.contract.ts'
import {
  boxOf,
  overlaysOf,
  overlayU,
  planOf,
  sharePanes,
  spanOf,
  stopNow,
  unitPx,
  usualFittings,
  usualLayers,
} from '#shared/domain/wall/index.ts'
import type { Display, Fittings, Ground, Insets, Overlay, Scene, Tour } from '#shared/domain/wall/index.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import { verdictOn } from './desk-view.ts'
import { titleForVisitors } from './for-visitors.ts'

/** Panels of a missing monitor take their turn on another. */
export const PAGE_EVERY_MS = 20_000

const noOverlay: Overlay = { figures: null, title: false, list: false, legend: false, sources: false }

/** What is decided for all panes. */
export interface WallDecision {
  readonly generation: number
  readonly scene: Scene
  readonly tour: Tour
  readonly pushed: PaneView['pushed']
  readonly isVisitor: boolean
  readonly fittings: Fittings | null
  readonly bounds: Bbox
  /** Monitors that have been there since the start, and those that are there now. */
  readonly homes: readonly string[]
  readonly displays: readonly Display[]
}

/** The view of the window on one of the decision's monitors. */
export function paneView(decision: WallDecision, pane: string | null, display: Display): PaneView {
  const { scene, displays, generation, tour, pushed, bounds, isVisitor } = decision
  const fittings = decision.fittings ?? usualFittings(displays)
  const span = spanOf(displays, fittings)
  const unit = unitPx(fittings) / display.scale
  const part = span.parts.find(({ id }) => id === display.id) ?? { x: 0, y: 0, width: display.width, height: display.height }
  const verdict = verdictOn(scene, displays, decision.fittings, bounds)
  const ground = groundOf(displays, decision.fittings, bounds)
  return {
    ...{ generation, pane, pushed, isVisitor, fittings, unitPx: unit, isMeasured: decision.fittings !== null },
    scene: { id: scene.id, name: scene.name, kind: scene.kind },
    canvas: ground.canvas,
    part: { x: part.x, y: part.y, width: part.width, height: part.height },
    hiddenX: [...span.hiddenX],
    hiddenY: [...span.hiddenY],
    plan: planOf(tour.movement, ground),
    layers: scene.kind === 'span' ? scene.layers : usualLayers,
    stop: pushed === null ? nameOf(tour, isVisitor) : null,
    overlay: shown(verdict.ok && scene.kind === 'span' ? (overlaysOf(span).get(display.id) ?? noOverlay) : noOverlay),
    pages: scene.kind === 'tiles' && verdict.ok ? pagesOf(scene.pages, decision, display, unit) : [],
    pageEveryMs: PAGE_EVERY_MS,
    refusal: verdict.ok ? null : { code: verdict.error.code, detail: verdict.error.detail ?? null },
  }
}

/** The picture that all of these monitors make together, and what it is a picture of. */
export function groundOf(displays: readonly Display[], fittings: Fittings | null, bounds: Bbox): Ground {
  const told = fittings ?? usualFittings(displays)
  const { width, height } = spanOf(displays, told)
  return { bounds, canvas: { width, height }, insets: insetsOf(width, unitPx(told) / (displays[0]?.scale ?? 1)) }
}

/** What the place in sight is called; for strangers the road of it at most. */
function nameOf(tour: Tour, isVisitor: boolean): string | null {
  const name = stopNow(tour)?.name ?? ''
  const shownName = isVisitor ? titleForVisitors('', name) : name
  return shownName === '' ? null : shownName
}

const shown = (overlay: Overlay): PaneView['overlay'] => ({
  ...overlay,
  figures: overlay.figures === null ? null : [...overlay.figures],
})

/** What stands over the map in a span is kept clear of the hall: the strip above, the list on the right, the boxes below. */
function insetsOf(width: number, unit: number): Insets {
  const margin = overlayU.margin * unit
  const list = (overlayU.listWidth + overlayU.margin) * unit
  return {
    top: overlayU.strip * unit + margin,
    right: Math.min(list + margin, width / 3),
    bottom: overlayU.foot * unit + margin,
    left: margin,
  }
}

/** Pages belong to monitors by their order; those of a missing one are shown by whoever took its pane over. */
function pagesOf(
  pages: Extract<Scene, { kind: 'tiles' }>['pages'],
  decision: WallDecision,
  display: Display,
  unit: number,
): PaneView['pages'] {
  const { homes, displays } = decision
  const mine = sharePanes(
    homes,
    displays.map(({ id }) => id),
  ).get(display.id) ?? [display.id]
  const shownHere = mine.map((home) => pages[Math.min(Math.max(0, homes.indexOf(home)), pages.length - 1)] ?? [])
  return [...new Set(shownHere)].map((panels) => panels.map((panel) => ({ kind: panel.kind, box: boxOf(panel, display, unit) })))
}

/** As large as most windows are, where none has said yet. */
export const usualWindow = { width: 1_920, height: 1_080, scale: 1 } as const

/** A window that no shell has put on a monitor shows the whole wall by itself. */
export function looseDisplay(window: Pick<Display, 'width' | 'height' | 'scale'>): Display {
  return { id: 'window', x: 0, y: 0, ...window }
}
