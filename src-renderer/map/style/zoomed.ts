import type { ExpressionSpecification } from 'maplibre-gl'

/** A width or size that grows with the zoom: stops as zoom, px, zoom, px, … of a seat, times a factor. */
export function zoomed(factor: number, ...stops: readonly (readonly [zoom: number, px: number])[]): ExpressionSpecification {
  return zoomedBy(...stops.map(([zoom, px]): [number, number] => [zoom, px * factor]))
}

type Stop = readonly [zoom: number, px: ExpressionSpecification | number]

/** As {@link zoomed}, for expressions that depend on the feature too. */
export function zoomedBy(...stops: readonly Stop[]): ExpressionSpecification {
  // Pairs of a zoom and a value, which the tuple type of the specification cannot count.
  return ['interpolate', ['exponential', 1.6], ['zoom'], ...stops.flat()] as ExpressionSpecification
}
