// Symbols as pictures for MapLibre, painted on a canvas at the screen's own resolution.
import { symbolPaths } from '#renderer/styles/symbols.ts'
import type { MapLook } from './look.ts'
import { symbolName, symbolPaint } from './symbols.ts'
import type { Paint, SymbolKind, SymbolState } from './symbols.ts'

/** A picture ready for the map's `addImage(name, image, { pixelRatio })`. */
export interface SymbolImage {
  readonly name: string
  readonly image: ImageData
  readonly pixelRatio: number
}

/** Edge of the 24 x 24 box in CSS pixels on a seat; the ring of a calm case stays small. */
export const symbolEdges: Readonly<Record<SymbolKind, number>> = {
  normal: 18, attention: 22, overdue: 22, emergency: 24, unknown: 18, inspector: 22, vehicle: 22, camera: 22, component: 24,
}
/** Factor by which an emergency outgrows the others where everything is drawn big: 3 to their 2.25. */
const EMERGENCY_MORE = 4 / 3
const PICKED_PX = 48
const CLOCK_PX = 13

type Draw = (context: CanvasRenderingContext2D) => void

/** Undefined where no canvas is to be had. `edgePx` in CSS pixels; drawn in units of a box centred on 0,0. */
function paint(name: string, edgePx: number, boxUnits: number, pixelRatio: number, draw: Draw): SymbolImage | undefined {
  const edge = Math.max(1, Math.round(edgePx * pixelRatio))
  const canvas = document.createElement('canvas')
  canvas.width = edge
  canvas.height = edge
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return undefined
  context.setTransform(edge / boxUnits, 0, 0, edge / boxUnits, edge / 2, edge / 2)
  context.lineJoin = 'round'
  draw(context)
  return { name, image: context.getImageData(0, 0, edge, edge), pixelRatio }
}

/** Fills, then strokes, whichever the paint has. */
export function fillAndStroke(context: CanvasRenderingContext2D, path: Path2D, { fill, stroke, width, dash = [] }: Paint): void {
  if (fill !== undefined) {
    context.fillStyle = fill
    context.fill(path)
  }
  if (stroke === undefined) return
  context.strokeStyle = stroke
  context.lineWidth = width
  context.setLineDash([...dash])
  context.stroke(path)
}

function paintKind(kind: SymbolKind, state: SymbolState, { token, scale }: MapLook, pixelRatio: number): SymbolImage | undefined {
  const grown = kind === 'emergency' && scale.symbol >= 2 ? EMERGENCY_MORE : 1
  return paint(symbolName(kind, state), symbolEdges[kind] * scale.symbol * grown, 24, pixelRatio, (context) => {
    fillAndStroke(context, new Path2D(symbolPaths[kind]), symbolPaint(kind, state, token))
  })
}

/** The picked point: crosshair and ring in blue around a dark dot. */
function drawPicked(context: CanvasRenderingContext2D, { token }: MapLook): void {
  const halo = new Path2D()
  halo.arc(0, 0, 13, 0, 2 * Math.PI)
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    halo.moveTo(dx * 14, dy * 14)
    halo.lineTo(dx * 22, dy * 22)
  }
  fillAndStroke(context, halo, { fill: undefined, stroke: token('map-halo'), width: 5 })
  fillAndStroke(context, halo, { fill: undefined, stroke: token('focus'), width: 2.5 })
  const dot = new Path2D()
  dot.arc(0, 0, 5, 0, 2 * Math.PI)
  fillAndStroke(context, dot, { fill: token('text-1'), stroke: token('panel'), width: 1.5 })
}

/** The mark of an act that is not sent yet. */
function drawClock(context: CanvasRenderingContext2D, { token }: MapLook): void {
  const face = new Path2D()
  face.arc(0, 0, 9, 0, 2 * Math.PI)
  fillAndStroke(context, face, { fill: token('panel'), stroke: token('text-2'), width: 2.4 })
  const hands = new Path2D('M0 -5V0L3.5 2.5')
  fillAndStroke(context, hands, { fill: undefined, stroke: token('text-2'), width: 2.4 })
}

/** Every picture a map may need in this look. */
export function paintSymbols(look: MapLook, pixelRatio: number): SymbolImage[] {
  const kinds = Object.keys(symbolPaths) as SymbolKind[] // the record's keys are exactly the kinds
  const symbols = kinds.flatMap((kind) => (['fresh', 'stale'] as const).map((state) => paintKind(kind, state, look, pixelRatio)))
  const { symbol } = look.scale
  const picked = paint('picked', PICKED_PX * symbol, 48, pixelRatio, (context) => drawPicked(context, look))
  const clock = paint('pending', CLOCK_PX * symbol, 24, pixelRatio, (context) => drawClock(context, look))
  return [...symbols, picked, clock].filter((image) => image !== undefined)
}
