// The pictures of all movers side by side in one canvas, at the screen's own resolution.
import { fillAndStroke, symbolEdges } from '../symbol-images.ts'
import { symbolPaint } from '../symbols.ts'
import type { Paint, SymbolState } from '../symbols.ts'
import type { MapLook } from '../look.ts'
import { sprites } from './mover-sprites.ts'
import type { Sprite } from './mover-sprites.ts'

export interface Atlas {
  readonly canvas: HTMLCanvasElement
  /** Left, top, right, bottom of each picture as shares of the canvas: fresh and stale of each sprite in turn. */
  readonly cells: Float32Array
  /** Edge of each picture, device px. */
  readonly edges: Float32Array
}

/** Between pictures, so that a turned one takes nothing of its neighbour. */
const GAP_PX = 2
/** An ordinary symbol is so many units of a path wide. */
const UNITS = 24

function paintOf({ as }: Sprite, state: SymbolState, { token }: MapLook): Paint {
  if (as === 'ring') return { fill: undefined, stroke: token('focus'), width: 2.5 }
  if (as !== 'view') return symbolPaint(as, state, token)
  const dash = state === 'stale' ? { dash: [3, 2] } : {}
  return { fill: undefined, stroke: token(state === 'stale' ? 'st-unknown-border' : 'text-2'), width: 1.8, ...dash }
}

/** Null where no canvas is to be had. */
export function paintAtlas(look: MapLook, pixelRatio: number): Atlas | null {
  const unitPx = (symbolEdges.inspector * look.scale.symbol * pixelRatio) / UNITS
  const cells = sprites.flatMap((sprite) => (['fresh', 'stale'] as const).map((state) => ({ sprite, state, edge: Math.ceil(sprite.box * unitPx) })))
  const canvas = document.createElement('canvas')
  canvas.width = cells.reduce((sum, { edge }) => sum + edge + GAP_PX, GAP_PX)
  canvas.height = Math.max(...cells.map(({ edge }) => edge)) + 2 * GAP_PX
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.lineJoin = 'round'
  const shares: number[] = []
  let left = GAP_PX
  for (const { sprite, state, edge } of cells) {
    context.setTransform(unitPx, 0, 0, unitPx, left + edge / 2, GAP_PX + edge / 2)
    fillAndStroke(context, new Path2D(sprite.path), paintOf(sprite, state, look))
    shares.push(left / canvas.width, GAP_PX / canvas.height, (left + edge) / canvas.width, (GAP_PX + edge) / canvas.height)
    left += edge + GAP_PX
  }
  return { canvas, cells: Float32Array.from(shares), edges: Float32Array.from(cells, ({ edge }) => edge) }
}
