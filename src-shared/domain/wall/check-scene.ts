import { refuse, ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Bbox } from '../geometry/geometry.ts'
import type { Display } from './display.ts'
import { boxOf, overlayNeed, overlaysOf } from './frame.ts'
import { shortageOf } from './legibility.ts'
import type { Shortage } from './legibility.ts'
import { misplaced, panelNeeds } from './scene.ts'
import type { Scene, TilesScene } from './scene.ts'
import type { Span } from './span.ts'
import { strayStop } from './stop.ts'

/**
 * Whether a scene can be read on these monitors. What would be too small is refused (`wall-illegible`) with the panel, the
 * pixels it needs and those it has; the remedy is fewer panels, finer pitch or nearer readers, never smaller type.
 */
export function checkScene(scene: Scene, displays: readonly Display[], span: Span, unit: number): Result<void> {
  const laidOut = checkLayout(scene)
  if (!laidOut.ok) return laidOut
  const shortage = scene.kind === 'span' ? shortageOfSpan(span, unit) : shortageOfTiles(scene.pages, displays, unit)
  return shortage === undefined ? ok(undefined) : refuse('wall-illegible', shortageText(shortage))
}

/** Whether a scene's panels stand on the grid and not on each other, wherever it is shown; names the first that does not. */
export function checkLayout(scene: Scene): Result<void> {
  if (scene.kind === 'span') return ok(undefined)
  for (const [page, panels] of scene.pages.entries()) {
    const at = misplaced(panels)
    if (at >= 0) return refuse('wall-scene-wrong', `pages.${String(page)}.${String(at)}: ${panels[at]?.kind ?? ''}`)
  }
  return ok(undefined)
}

/** Whether the camera stays where the hall has a map; names the first stop that does not. */
export function checkStops(scene: Scene, hall: Bbox): Result<void> {
  if (scene.kind === 'tiles') return ok(undefined)
  const at = strayStop(scene.stops, hall)
  return at < 0 ? ok(undefined) : refuse('wall-stop-outside', `stops.${String(at)}: ${scene.stops[at]?.name ?? ''}`)
}

export const shortageText = ({ what, needPx, havePx, across }: Shortage): string =>
  `${what}: ${across} ${String(needPx)} px > ${String(havePx)} px`

function shortageOfSpan(span: Span, unit: number): Shortage | undefined {
  const overlays = overlaysOf(span)
  return span.parts
    .map((part) => {
      const overlay = overlays.get(part.id)
      return overlay === undefined ? undefined : shortageOf(part.id, overlayNeed(overlay), part, unit)
    })
    .find((shortage) => shortage !== undefined)
}

function shortageOfTiles(pages: TilesScene['pages'], displays: readonly Display[], unit: number): Shortage | undefined {
  return displays
    .flatMap((display, at) =>
      (pages[Math.min(at, pages.length - 1)] ?? []).map((panel) =>
        shortageOf(panel.kind, panelNeeds[panel.kind], boxOf(panel, display, unit), unit),
      ),
    )
    .find((shortage) => shortage !== undefined)
}
