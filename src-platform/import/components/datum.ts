import gcoord from 'gcoord'
import type { Position } from '../basemap/shape.ts'
import type { ComponentProfile } from './component-profile.ts'

/** A point of the profile's datum in WGS-84 degrees. */
export function toWgs84(point: Position, datum: ComponentProfile['datum']): Position {
  if (datum === 'wgs84' || datum === 'cgcs2000') return point
  const [lng, lat] = gcoord.transform([...point], datum === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09, gcoord.WGS84)
  return [lng, lat]
}
