// How map symbols are painted: the shapes of the tokens in the colours of the theme.
import type { Meaning, ObjectKind } from '#renderer/styles/symbols.ts'
import type { Token } from './look.ts'

export type SymbolKind = Meaning | ObjectKind

/** `stale`: the position is no longer known to be true; hollow and dashed. */
export type SymbolState = 'fresh' | 'stale'

export interface Paint {
  readonly fill: string | undefined
  readonly stroke: string | undefined
  /** In the 24 x 24 box of the path. */
  readonly width: number
  readonly dash?: readonly number[]
}

const statusShapes: readonly string[] = ['attention', 'overdue', 'emergency'] satisfies readonly Meaning[]

/** Name in the sprite: "overdue", "camera-stale". */
export function symbolName(kind: SymbolKind, state: SymbolState = 'fresh'): string {
  return state === 'stale' ? `${kind}-stale` : kind
}

/** How a symbol is painted; on the map a light edge (the map's ground) parts it from what lies under it. */
export function symbolPaint(kind: SymbolKind, state: SymbolState, token: Token): Paint {
  if (state === 'stale' || kind === 'unknown') return { fill: token('map-ground'), stroke: token('st-unknown-border'), width: 2, dash: [3, 2] }
  if (kind === 'normal') return { fill: token('panel'), stroke: token('st-normal-border'), width: 2.4 }
  if (kind === 'attention') return { fill: token('st-attention-fill'), stroke: token('st-attention-border'), width: 2 }
  if (statusShapes.includes(kind)) return { fill: token(`st-${kind}-fill`), stroke: token('panel'), width: 1.5 }
  if (kind === 'camera') return { fill: token('panel'), stroke: token('text-2'), width: 2 }
  if (kind === 'component') return { fill: token('map-component'), stroke: undefined, width: 0 }
  return { fill: token('text-2'), stroke: token('panel'), width: 1.5 }
}
