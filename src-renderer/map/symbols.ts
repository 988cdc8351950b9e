// Map symbols as images for the map's sprite: the shapes of the tokens, painted in the colours of the theme.
import { symbolPaths } from '#renderer/styles/symbols.ts'
import type { Meaning, ObjectKind } from '#renderer/styles/symbols.ts'

export type SymbolKind = Meaning | ObjectKind

/** `stale`: the position is no longer known to be true; hollow and dashed. */
export type SymbolState = 'fresh' | 'stale'

interface Paint {
  readonly fill: string | undefined
  readonly stroke: string | undefined
  /** In the 24 x 24 box of the path. */
  readonly width: number
  readonly dash?: readonly number[]
}

/** A picture ready for the map's `addImage(name, image, { pixelRatio })`. */
export interface SymbolImage {
  readonly name: string
  readonly image: ImageData
  readonly pixelRatio: number
}

const statusShapes: readonly string[] = ['attention', 'overdue', 'emergency'] satisfies readonly Meaning[]

/** Name in the sprite: "overdue", "camera-stale". */
export function symbolName(kind: SymbolKind, state: SymbolState = 'fresh'): string {
  return state === 'stale' ? `${kind}-stale` : kind
}

/** Token values of the theme in force, so that the map changes with the windows. */
export function tokenReader(root: Element = document.documentElement): (token: string) => string {
  const style = getComputedStyle(root)
  return (token) => style.getPropertyValue(`--${token}`).trim()
}

/** How a symbol is painted; on the map a light edge (the map's ground) parts it from what lies under it. */
export function symbolPaint(kind: SymbolKind, state: SymbolState, token: (name: string) => string): Paint {
  if (state === 'stale' || kind === 'unknown') return { fill: token('map-ground'), stroke: token('st-unknown-border'), width: 2, dash: [3, 2] }
  if (kind === 'normal') return { fill: token('panel'), stroke: token('st-normal-border'), width: 2.4 }
  if (kind === 'attention') return { fill: token('st-attention-fill'), stroke: token('st-attention-border'), width: 2 }
  if (statusShapes.includes(kind)) return { fill: token(`st-${kind}-fill`), stroke: token('panel'), width: 1.5 }
  if (kind === 'camera') return { fill: token('panel'), stroke: token('text-2'), width: 2 }
  if (kind === 'component') return { fill: token('map-component'), stroke: undefined, width: 0 }
  return { fill: token('text-2'), stroke: token('panel'), width: 1.5 }
}

/** Paints one symbol; undefined where no canvas is to be had. `sizePx` is the edge in CSS pixels: 16 to 24 on a seat. */
export function paintSymbol(
  kind: SymbolKind, state: SymbolState, sizePx: number, pixelRatio: number, token: (name: string) => string,
): SymbolImage | undefined {
  const edge = Math.round(sizePx * pixelRatio)
  const canvas = document.createElement('canvas')
  canvas.width = edge
  canvas.height = edge
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return undefined
  const { fill, stroke, width, dash = [] } = symbolPaint(kind, state, token)
  const path = new Path2D(symbolPaths[kind])
  context.setTransform(edge / 24, 0, 0, edge / 24, edge / 2, edge / 2)
  context.lineJoin = 'round'
  if (fill !== undefined) {
    context.fillStyle = fill
    context.fill(path)
  }
  if (stroke !== undefined) {
    context.strokeStyle = stroke
    context.lineWidth = width
    context.setLineDash([...dash])
    context.stroke(path)
  }
  return { name: symbolName(kind, state), image: context.getImageData(0, 0, edge, edge), pixelRatio }
}

/** Every symbol a map may need, in the theme in force; paint again when the theme changes. */
export function paintAllSymbols(sizePx: number, pixelRatio: number): SymbolImage[] {
  const token = tokenReader()
  const kinds = Object.keys(symbolPaths) as SymbolKind[] // the record's keys are exactly the kinds
  const wanted = kinds.flatMap((kind) => [[kind, 'fresh'], [kind, 'stale']] as const)
  return wanted.map(([kind, state]) => paintSymbol(kind, state, sizePx, pixelRatio, token)).filter((image) => image !== undefined)
}
