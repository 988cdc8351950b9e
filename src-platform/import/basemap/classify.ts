// What the map shows of a thing tagged in OpenStreetMap's vocabulary (wiki.openstreetmap.org/wiki/Map_features).
import { positionsOf } from '#shared/platform-api/map-features.ts'
import type { MapFeature, MapLayer } from '#shared/platform-api/map-features.ts'
import { boxOf, distanceM, labelPoint } from '../plane.ts'
import type { Shape, Tags } from './shape.ts'
import { englishName, nameOf } from './names.ts'

interface Style {
  readonly layer: MapLayer
  readonly minZoom: number
  readonly rank: number
}

const roads: Readonly<Record<string, Style>> = {
  motorway: { layer: 'road-main', minZoom: 7, rank: 1 },
  trunk: { layer: 'road-main', minZoom: 7, rank: 1 },
  primary: { layer: 'road-main', minZoom: 9, rank: 2 },
  secondary: { layer: 'road-second', minZoom: 11, rank: 3 },
  tertiary: { layer: 'road-second', minZoom: 12, rank: 4 },
  unclassified: { layer: 'road-minor', minZoom: 13, rank: 5 },
  residential: { layer: 'road-minor', minZoom: 13, rank: 5 },
  living_street: { layer: 'road-minor', minZoom: 14, rank: 6 },
  pedestrian: { layer: 'road-minor', minZoom: 14, rank: 6 },
  road: { layer: 'road-minor', minZoom: 14, rank: 6 },
  service: { layer: 'road-minor', minZoom: 15, rank: 7 },
  track: { layer: 'road-minor', minZoom: 15, rank: 8 },
  footway: { layer: 'road-minor', minZoom: 16, rank: 8 },
  path: { layer: 'road-minor', minZoom: 16, rank: 8 },
  cycleway: { layer: 'road-minor', minZoom: 16, rank: 8 },
  steps: { layer: 'road-minor', minZoom: 17, rank: 9 },
}

const places: Readonly<Record<string, Style>> = {
  city: { layer: 'place', minZoom: 5, rank: 0 },
  county: { layer: 'place', minZoom: 7, rank: 1 },
  town: { layer: 'place', minZoom: 9, rank: 1 },
  suburb: { layer: 'place', minZoom: 11, rank: 2 },
  quarter: { layer: 'place', minZoom: 12, rank: 3 },
  village: { layer: 'place', minZoom: 12, rank: 3 },
  neighbourhood: { layer: 'place', minZoom: 14, rank: 4 },
  hamlet: { layer: 'place', minZoom: 13, rank: 4 },
  locality: { layer: 'place', minZoom: 14, rank: 5 },
}

const rails = new Set(['rail', 'light_rail', 'subway', 'tram', 'narrow_gauge'])
const greens: Readonly<Record<string, ReadonlySet<string>>> = {
  leisure: new Set(['park', 'garden', 'pitch', 'golf_course', 'nature_reserve', 'playground', 'recreation_ground']),
  landuse: new Set(['grass', 'forest', 'meadow', 'recreation_ground', 'village_green', 'cemetery', 'orchard', 'flowerbed']),
  natural: new Set(['wood', 'grassland', 'scrub', 'heath']),
}
const blocks: Readonly<Record<string, ReadonlySet<string>>> = {
  landuse: new Set(['residential', 'commercial', 'industrial', 'retail', 'railway', 'construction', 'education']),
  amenity: new Set(['school', 'university', 'college', 'hospital', 'parking', 'marketplace']),
  power: new Set(['plant', 'substation']),
}
const waters: Readonly<Record<string, ReadonlySet<string>>> = {
  natural: new Set(['water', 'bay']),
  waterway: new Set(['riverbank', 'dock']),
  landuse: new Set(['reservoir', 'basin', 'pond']),
}
const streams: Readonly<Record<string, number>> = { river: 9, canal: 12, stream: 14, drain: 15, ditch: 16 }

/** Keys that make a named thing worth finding by its name. */
export const poiKeys = [
  'amenity',
  'shop',
  'tourism',
  'office',
  'leisure',
  'railway',
  'public_transport',
  'historic',
  'healthcare',
  'craft',
  'man_made',
  'power',
] as const

const has = (table: Readonly<Record<string, ReadonlySet<string>>>, tags: Tags): boolean =>
  Object.entries(table).some(([key, values]) => values.has(tags.get(key) ?? ''))
const given = (value: string | undefined): boolean => value !== undefined && value !== 'no'

/** Does a closed way bound an area (a pond) or run in a ring (a roundabout)? */
export function isAreaByTags(tags: Tags): boolean {
  if (tags.has('area')) return tags.get('area') !== 'no'
  if (given(tags.get('building'))) return true
  if (tags.has('highway') || tags.has('railway') || tags.has('barrier')) return false
  return has(waters, tags) || has(greens, tags) || has(blocks, tags) || poiKeys.some((key) => tags.has(key)) || tags.has('place')
}

/** The drawn feature and, for a named area that is a point of interest, its label; nothing for what the map leaves out. */
export function featuresOf(shape: Shape): MapFeature[] {
  const found: MapFeature[] = []
  const style = drawnAs(shape)
  if (style !== null) found.push(featureOf(shape, style, shape.id, shape.geometry))
  const kind = placeKind(shape.tags)
  if (kind === null || nameOf(shape.tags) === null) return found
  const label = { type: 'Point' as const, coordinates: labelPoint(shape.geometry) }
  const id = shape.geometry.type === 'Point' ? shape.id : `${shape.id}#label`
  const labelStyle = Object.hasOwn(places, kind)
    ? places[kind]
    : { layer: 'poi' as const, minZoom: kind === 'station' ? 12 : 15, rank: kind === 'station' ? 2 : 6 }
  if (labelStyle !== undefined) found.push(featureOf(shape, labelStyle, id, label))
  return found
}

/** The value of the key that makes it a place or point of interest: `town`, `school`, `station`; null for none. */
export function placeKind(tags: Tags): string | null {
  const place = tags.get('place')
  if (place !== undefined && Object.hasOwn(places, place)) return place
  if (tags.has('highway') || tags.has('waterway') || tags.has('boundary') || rails.has(tags.get('railway') ?? '')) return null
  for (const key of poiKeys) {
    const value = tags.get(key)
    if (value !== undefined && value !== 'no') return value.slice(0, 40)
  }
  return given(tags.get('building')) ? 'building' : null
}

export function roadStyle(tags: Tags): Style | null {
  const highway = (tags.get('highway') ?? '').replace(/_link$/, '')
  return Object.hasOwn(roads, highway) ? (roads[highway] ?? null) : null
}

function drawnAs({ tags, geometry }: Shape): Style | null {
  if (geometry.type === 'Point') return null
  return geometry.type === 'LineString' || geometry.type === 'MultiLineString' ? lineStyle(tags) : areaStyle(tags, geometry)
}

function lineStyle(tags: Tags): Style | null {
  if (rails.has(tags.get('railway') ?? '')) {
    return { layer: 'rail', minZoom: tags.has('service') ? 13 : 9, rank: 5 }
  }
  const waterway = tags.get('waterway') ?? ''
  if (Object.hasOwn(streams, waterway)) return { layer: 'water', minZoom: streams[waterway] ?? 14, rank: 3 }
  return roadStyle(tags)
}

function areaStyle(tags: Tags, geometry: Shape['geometry']): Style | null {
  if (given(tags.get('building')) || tags.get('man_made') === 'cooling_tower' || tags.get('man_made') === 'bridge')
    return { layer: 'building', minZoom: 14, rank: 7 }
  const minZoom = zoomForSize(geometry)
  if (has(waters, tags)) return { layer: 'water', minZoom, rank: 3 }
  if (has(greens, tags)) return { layer: 'green', minZoom, rank: 5 }
  if (has(blocks, tags)) return { layer: 'block', minZoom, rank: 6 }
  return roadStyle(tags)
}

/** The zoom at which the diagonal is about 8 px of 256 px tiles. */
function zoomForSize(geometry: Shape['geometry']): number {
  const [west, south, east, north] = boxOf(positionsOf(geometry))
  const diagonalM = Math.max(1, distanceM([west, south], [east, north]))
  return Math.min(16, Math.max(5, Math.round(Math.log2((8 * 156_543) / diagonalM))))
}

function featureOf(shape: Shape, style: Style, id: string, geometry: Shape['geometry']): MapFeature {
  const nameEn = englishName(shape.tags)
  return { id, name: nameOf(shape.tags), ...(nameEn === null ? {} : { nameEn }), ...style, geometry }
}
