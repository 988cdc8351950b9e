import { EARTH_RADIUS_M, radians } from '#shared/domain/geometry/geometry.ts'
import type { Position } from '#shared/domain/geometry/geometry.ts'

const CORNERS = 72

/** Where one stands after `metres` from a point in a bearing, degrees clockwise from north; for circles of up to kilometres. */
export function positionAt(center: Position, metres: number, bearing: number): Position {
  const [lng, lat] = center
  const east = metres * Math.sin(radians(bearing))
  const north = metres * Math.cos(radians(bearing))
  const perRadian = EARTH_RADIUS_M * Math.max(0.01, Math.cos(radians(lat)))
  return [lng + (east / perRadian) * (180 / Math.PI), lat + (north / EARTH_RADIUS_M) * (180 / Math.PI)]
}

/** A closed ring of that radius. */
export function circleRing(center: Position, radiusM: number): Position[] {
  return Array.from({ length: CORNERS + 1 }, (_, corner) => positionAt(center, radiusM, ((corner % CORNERS) * 360) / CORNERS))
}
