import { refuse, ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Display } from './display.ts'
import { boxOf, overlayNeed, overlaysOf } from './frame.ts'
import { shortageOf } from './legibility.ts'
import type { Shortage } from './legibility.ts'
import { misplaced, panelNeeds } from './scene.ts'
import type { Scene } from './scene.ts'
import type { Span } from './span.ts'

/**
 * Whether a scene can be read on these monitors. What would be too small is refused (`wall-illegible`) with the panel, the
 * pixels it needs and those it has; the remedy is fewer panels, finer pitch or nearer readers, never smaller type.
 */
export function checkScene(scene: Scene, displays: readonly Display[], span: Span, unit: number): Result<void> {
  const shortage = scene.kind === 'span' ? shortageOfSpan(span, unit) : shortageOfTiles(scene.pages, displays, unit)
  if (scene.kind === 'tiles') {
    const wrong = scene.pages.map((page) => misplaced(page)).find((panel) => panel !== undefined)
    if (wrong !== undefined) return refuse('bad-request', `${wrong.kind} ${String(wrong.column)},${String(wrong.row)}`)
  }
  if (shortage === undefined) return ok(undefined)
  const { what, needPx, havePx, across } = shortage
  return refuse('wall-illegible', `${what}: ${across} ${String(needPx)} px > ${String(havePx)} px`)
}

function shortageOfSpan(span: Span, unit: number): Shortage | undefined {
  const overlays = overlaysOf(span)
  return span.parts
    .map((part) => {
      const overlay = overlays.get(part.id)
      return overlay === undefined ? undefined : shortageOf(part.id, overlayNeed(overlay), part, unit)
    })
    .find((shortage) => shortage !== undefined)
}

type Pages = Extract<Scene, { kind: 'tiles' }>['pages']

function shortageOfTiles(pages: Pages, displays: readonly Display[], unit: number): Shortage | undefined {
  return displays
    .flatMap((display, at) =>
      (pages[Math.min(at, pages.length - 1)] ?? []).map((panel) =>
        shortageOf(panel.kind, panelNeeds[panel.kind], boxOf(panel, display, unit), unit),
      ),
    )
    .find((shortage) => shortage !== undefined)
}
