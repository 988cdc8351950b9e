// Unit grids filled by magnitude: one hue in five steps, under roads and names. The bucket is told to the map by grid.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { MapLook } from '../look.ts'

/** Shown while there is something to show. */
export const GRID_FILL = 'grid-fill'
/** State of a grid: 0 to 4; a grid without one stays bare. */
export const BUCKET = 'bucket'

const bucket: ExpressionSpecification = ['coalesce', ['feature-state', BUCKET], -1]
const OPACITY = 0.72

export function choroplethLayers({ token }: MapLook): LayerSpecification[] {
  const steps = [1, 2, 3, 4, 5].map((step) => token(`d-${step}`))
  return [{
    'id': GRID_FILL, 'type': 'fill', 'source': 'grids', 'source-layer': 'grids',
    'layout': { visibility: 'none' },
    'paint': {
      // Pairs of a bucket and its colour, which the tuple type of the specification cannot count.
      'fill-color': ['step', bucket, 'transparent', ...steps.flatMap((colour, i) => [i, colour])] as ExpressionSpecification,
      // One property that hangs on the state, not two: each is a buffer to be written anew.
      'fill-opacity': OPACITY,
      'fill-antialias': false,
    },
  }]
}
