// 专题图: unit grids coloured by magnitude. The tiles stay as they are; only grids whose step has changed are told to the map.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, watch } from 'vue'
import { BUCKET, GRID_FILL } from './style/choropleth-layers.ts'
import type { HallMap } from './use-hall-map.ts'

/** Step of the ramp, palest first. */
export type Bucket = 0 | 1 | 2 | 3 | 4
/** By grid code; a grid that is not named stays bare. */
export type GridBuckets = ReadonlyMap<string, Bucket>

/** What the choropleth needs of a map. */
export type ColouredMap = Pick<MapLibreMap, 'setFeatureState' | 'removeFeatureState' | 'setLayoutProperty'>

const gridState = (id: string): { source: string; sourceLayer: string; id: string } => ({ source: 'grids', sourceLayer: 'grids', id })

export class Choropleth {
  readonly #map: ColouredMap
  #shown: GridBuckets = new Map()

  constructor(map: ColouredMap) {
    this.#map = map
  }

  /** Shows these grids and no others; answers how many of them changed. */
  set(buckets: GridBuckets): number {
    let changed = 0
    for (const [code, bucket] of buckets) {
      if (this.#shown.get(code) === bucket) continue
      this.#map.setFeatureState(gridState(code), { [BUCKET]: bucket })
      changed += 1
    }
    for (const code of this.#shown.keys()) {
      if (buckets.has(code)) continue
      this.#map.removeFeatureState(gridState(code), BUCKET)
      changed += 1
    }
    if (buckets.size === 0 || this.#shown.size === 0)
      this.#map.setLayoutProperty(GRID_FILL, 'visibility', buckets.size === 0 ? 'none' : 'visible')
    this.#shown = new Map(buckets)
    return changed
  }
}

/** Colours the grids of a hall's map; null or nobody in it: the layer is off and asks for no tiles. */
export function useChoropleth({ map, round }: HallMap, buckets: () => GridBuckets | null): void {
  let choropleth: Choropleth | null = null
  watch(round, () => {
    // A style that stands anew knows nothing of the old one's grids.
    choropleth = map.value === null || round.value === 0 ? null : new Choropleth(map.value)
    choropleth?.set(buckets() ?? new Map())
  }, { immediate: true })
  watch(buckets, (next) => choropleth?.set(next ?? new Map()))
  onScopeDispose(() => {
    choropleth = null
  })
}

export interface GridSteps {
  readonly buckets: GridBuckets
  /** Lowest value of each step in use, for the legend. */
  readonly from: readonly number[]
}

/** Values above zero in five steps of about as many grids each; equal values are in the same step. */
export function gridSteps(values: ReadonlyMap<string, number>): GridSteps {
  const positive = [...values].filter(([, value]) => value > 0)
  const sorted = positive.map(([, value]) => value).sort((a, b) => a - b)
  const cuts = [0, 0.2, 0.4, 0.6, 0.8].map((share) => sorted[Math.floor(share * sorted.length)] ?? 0)
  const from = [...new Set(cuts)].filter((cut) => cut > 0)
  const stepOf = (value: number): Bucket => {
    const step = from.findLastIndex((cut) => value >= cut)
    // At most five cuts, and the lowest is the lowest value.
    return Math.max(0, step) as Bucket
  }
  return { buckets: new Map(positive.map(([code, value]) => [code, stepOf(value)])), from }
}
