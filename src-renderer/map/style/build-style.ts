// The whole style: sources once, layers from the ground up. Pure, so that both themes can be checked without a map.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import type { MapInfo, TileLayer } from '#shared/contracts/map.contract.ts'
import type { MapLook } from '../look.ts'
import { tileUrl } from '../tile-url.ts'
import { caseLayers, PINS } from './case-layers.ts'
import { choroplethLayers } from './choropleth-layers.ts'
import { groundLayers } from './ground-layers.ts'
import { lineLabelLayers, placeLabelLayers } from './label-layers.ts'
import { componentLayers, gridLabelLayers, gridLayers, historyLayers } from './ledger-layers.ts'
import { MARKS, markLayers } from './mark-layers.ts'
import { PICTURES, pictureSource } from './picture-layer.ts'
import { roadLayers } from './road-layers.ts'

/**
 * Between these zooms tiles are asked for; beyond, the deepest ones are enlarged. Grids are cut coarsely, so that few of
 * their names stand in two tiles.
 */
const tileZooms: Readonly<Record<Exclude<TileLayer, 'pictures'>, { minzoom: number; maxzoom: number }>> = {
  basemap: { minzoom: 4, maxzoom: 16 },
  grids: { minzoom: 9, maxzoom: 15 },
  components: { minzoom: 14, maxzoom: 16 },
  cases: { minzoom: 9, maxzoom: 15 },
}

/** What can be shown and hidden, by layer. */
export const layerSwitches = {
  cases: ['pin-label', 'pin-number', 'pin-emergency', 'pin-in-hand', 'pin', 'pin-pending'],
  components: ['component-far', 'manhole', 'component'],
  grids: ['grid', 'duty-grid', 'grid-label'],
  history: ['history'],
} as const
export type LayerSwitch = keyof typeof layerSwitches

/** `withPictures`: a base map of pictures lies beneath. */
export function allLayers(look: MapLook, withPictures: boolean): LayerSpecification[] {
  return [
    ...groundLayers(look, withPictures),
    ...choroplethLayers(look),
    ...roadLayers(look),
    ...gridLayers(look),
    ...componentLayers(look),
    ...historyLayers(look),
    ...gridLabelLayers(look),
    ...lineLabelLayers(look),
    ...placeLabelLayers(look),
    ...caseLayers(look),
    ...markLayers(look),
  ]
}

type Drawn = Pick<MapInfo, 'revisions'> & Partial<Pick<MapInfo, 'attribution' | 'pictures'>>

export function buildStyle(look: MapLook, { revisions, attribution = '', pictures = null }: Drawn): StyleSpecification {
  const tiled = (Object.keys(tileZooms) as (keyof typeof tileZooms)[]).map((layer): [string, SourceSpecification] => [
    layer,
    {
      ...{ type: 'vector', tiles: [tileUrl(layer, revisions[layer])], ...tileZooms[layer] },
      ...(layer === 'basemap' ? { attribution } : {}),
      // Grids are coloured by their code.
      ...(layer === 'grids' ? { promoteId: 'code' } : {}),
    },
  ])
  const empty: SourceSpecification = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } }
  const beneath = pictures === null ? {} : { [PICTURES]: pictureSource(pictures, revisions.pictures) }
  const sources = { ...beneath, ...Object.fromEntries(tiled), [PINS]: empty, [MARKS]: empty }
  return { version: 8, sources, layers: allLayers(look, pictures !== null) }
}
