import type { Position } from '#shared/domain/geometry/geometry.ts'
import { circleRing, positionAt } from './circle.ts'
import { lineShape, pointShape } from './shapes.ts'
import type { Shapes } from './shapes.ts'

interface Place {
  readonly lng: number
  readonly lat: number
}

/** What the middle column wants the map to show. */
export interface Marks {
  readonly point: Place | null
  /** Dashed circle around it, metres. */
  readonly radiusM: number | null
  readonly numbered: readonly (Place & { readonly n: number; readonly label: string })[]
  readonly gridCode: string | null
}

/** Where on the circle its length is written: lower right, clear of the road names that run through the point. */
const RADIUS_LABEL_BEARING = 128

const at = ({ lng, lat }: Place): Position => [lng, lat]

export function markShapes({ point, radiusM, numbered }: Marks): Shapes {
  const shapes: Shapes = { type: 'FeatureCollection', features: [] }
  if (point !== null && radiusM !== null && radiusM > 0) {
    shapes.features.push(
      lineShape(circleRing(at(point), radiusM), { kind: 'circle' }),
      pointShape(positionAt(at(point), radiusM, RADIUS_LABEL_BEARING), { kind: 'radius', label: `${Math.round(radiusM)} m` }),
    )
  }
  for (const mark of numbered) {
    if (point !== null) shapes.features.push(lineShape([at(point), at(mark)], { kind: 'link' }))
    shapes.features.push(pointShape(at(mark), { kind: 'number', label: mark.label === '' ? String(mark.n) : `${mark.n} · ${mark.label}` }))
  }
  if (point !== null) shapes.features.push(pointShape(at(point), { kind: 'point' }))
  return shapes
}
