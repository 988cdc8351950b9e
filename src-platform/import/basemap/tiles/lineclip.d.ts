// The package has no types of its own.
declare module 'lineclip' {
  type Point = [number, number]
  type Bounds = readonly [number, number, number, number]
  /** Pieces of a line within bounds. */
  export function clipPolyline(points: readonly Point[], bounds: Bounds): Point[][]
  /** A ring cut to bounds; empty when nothing is left. */
  export function clipPolygon(points: readonly Point[], bounds: Bounds): Point[]
}
