// 移动目标: what stands or moves in the streets, as one batch of columns. The newest batch is the whole truth.

export const moverKinds = ['inspector', 'vehicle', 'camera'] as const
export type MoverKind = (typeof moverKinds)[number]

/** Columns of one length; row i of each is one mover. */
export interface MoverBatch {
  readonly ids: readonly string[]
  readonly kinds: readonly MoverKind[]
  readonly lng: Float64Array
  readonly lat: Float64Array
  /** Clockwise from north; NaN where nobody knows. A camera's is the middle of its view. */
  readonly headingDeg: Float32Array
  /** 1: the position is no longer known to be true; drawn hollow and dashed, never in motion. */
  readonly stale: Uint8Array
}

export interface MoverRow {
  readonly id: string
  readonly kind: MoverKind
  readonly lng: number
  readonly lat: number
  readonly headingDeg: number | null
  readonly isStale: boolean
}

export function moverBatch(rows: readonly MoverRow[]): MoverBatch {
  return {
    ids: rows.map(({ id }) => id),
    kinds: rows.map(({ kind }) => kind),
    lng: Float64Array.from(rows, ({ lng }) => lng),
    lat: Float64Array.from(rows, ({ lat }) => lat),
    headingDeg: Float32Array.from(rows, ({ headingDeg }) => headingDeg ?? Number.NaN),
    stale: Uint8Array.from(rows, ({ isStale }) => (isStale ? 1 : 0)),
  }
}

/** Web mercator, 0 to 1 from west and from north. */
export function mercatorX(lng: number): number {
  return (lng + 180) / 360
}

export function mercatorY(lat: number): number {
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI)
}
