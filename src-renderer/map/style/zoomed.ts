import type { ExpressionSpecification } from 'maplibre-gl'

/** A width or size that grows with the zoom: stops as zoom, px, zoom, px, … of a seat, times a factor. */
export function zoomed(factor: number, ...stops: readonly (readonly [zoom: number, px: number])[]): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.6], ['zoom'], ...stops.flatMap(([zoom, px]) => [zoom, px * factor])] as ExpressionSpecification
}

/** As {@link zoomed}, for expressions that depend on the feature too. */
export function zoomedBy(...stops: readonly (readonly [zoom: number, px: ExpressionSpecification | number])[]): ExpressionSpecification {
  return ['interpolate', ['exponential', 1.6], ['zoom'], ...stops.flat()] as ExpressionSpecification
}
