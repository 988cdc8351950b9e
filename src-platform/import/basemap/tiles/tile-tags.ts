// What a feature of a vector tile is, in OpenStreetMap's vocabulary, for the three schemas in common use: OpenMapTiles
// (openmaptiles.org/schema), Protomaps (docs.protomaps.com/basemaps/layers) and Shortbread (shortbread-tiles.org/schema).
import type { Tags } from '../shape.ts'

type Properties = Readonly<Record<string, string | number | boolean>>

/** Road classes that the schemas put together, as the commonest kind they hold. */
const roadClasses: Readonly<Record<string, string>> = {
  highway: 'motorway',
  major_road: 'primary',
  minor: 'residential',
  minor_road: 'residential',
  path: 'footway',
  pedestrian: 'pedestrian',
  other: 'service',
}
const railClasses = new Set(['rail', 'transit', 'light_rail', 'subway', 'tram', 'narrow_gauge'])

const text = (properties: Properties, ...names: string[]): string => {
  const found = names.map((name) => properties[name]).find((value) => value !== undefined && value !== '')
  return found === undefined ? '' : String(found)
}

const kindOf = (properties: Properties): string => text(properties, 'kind_detail', 'subclass', 'kind', 'class')

function road(properties: Properties): Record<string, string> {
  const broad = text(properties, 'kind', 'class')
  const fine = text(properties, 'kind_detail') || broad
  if (railClasses.has(broad) || properties['rail'] === true) return { railway: 'rail' }
  return { highway: roadClasses[fine] ?? (roadClasses[broad] !== undefined && fine === broad ? roadClasses[broad] : fine) }
}

/** The same word under every key an area may carry: only the right one means anything. */
const area = (properties: Properties): Record<string, string> => {
  const kind = text(properties, 'kind', 'class')
  return { landuse: kind, leisure: kind, natural: kind, amenity: kind }
}

const waterLine = (properties: Properties): Record<string, string> => ({ waterway: text(properties, 'kind', 'class') })
const place = (properties: Properties): Record<string, string> => ({ place: kindOf(properties) })

type Reader = (properties: Properties, isLine: boolean) => Record<string, string>

const layers: Readonly<Record<string, Reader>> = {
  water: (properties, isLine) => (isLine ? waterLine(properties) : { natural: 'water' }),
  waterway: waterLine,
  water_lines: waterLine,
  water_polygons: () => ({ natural: 'water' }),
  landcover: area,
  landuse: area,
  land: area,
  sites: area,
  park: () => ({ leisure: 'park' }),
  building: () => ({ building: 'yes' }),
  buildings: () => ({ building: 'yes' }),
  transportation: road,
  transportation_name: road,
  roads: road,
  streets: road,
  street_labels: road,
  place,
  places: place,
  place_labels: place,
  poi: (properties) => ({ amenity: kindOf(properties) }),
  pois: (properties) => ({ amenity: text(properties, 'amenity', 'shop', 'tourism', 'office', 'leisure', 'kind') }),
}

/** Null for layers no map of the hall shows: borders, house numbers, hill shades. */
export function tileTags(layer: string, properties: Properties, isLine: boolean): Tags | null {
  const reader = Object.hasOwn(layers, layer) ? layers[layer] : undefined
  if (reader === undefined) return null
  const tags = new Map(Object.entries(reader(properties, isLine)).filter(([, value]) => value !== ''))
  const name = text(properties, 'name:zh-Hans', 'name:zh', 'name')
  if (name !== '') tags.set('name', name)
  const english = text(properties, 'name:en', 'name_en')
  if (english !== '') tags.set('name:en', english)
  return tags
}
