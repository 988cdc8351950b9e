import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { isInBbox } from './area.ts'
import type { Bbox, Position } from './geometry.ts'

const WORLD: Bbox = [-180, -90, 180, 90]

/**
 * A position inside the hall's bounds, or 'bad-coordinate' with what seems wrong: no numbers, latitude and longitude changed
 * round, or simply elsewhere.
 */
export function checkPosition(lng: number, lat: number, bounds: Bbox = WORLD): Result<Position> {
  if (!Number.isFinite(lng) || !Number.isFinite(lat)) return refuse('bad-coordinate', 'not a number')
  const position: Position = [lng, lat]
  if (isInBbox(position, WORLD) && isInBbox(position, bounds)) return ok(position)
  const where = `${lng.toFixed(5)}, ${lat.toFixed(5)}`
  return refuse('bad-coordinate', isInBbox([lat, lng], bounds) ? `${where}: latitude and longitude changed round?` : where)
}
