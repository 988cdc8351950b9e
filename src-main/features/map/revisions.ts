import { TileLayer } from '#shared/contracts/map.contract.ts'
import type { CacheChange } from '../../db/cache-api.ts'

const layerOfKind: Readonly<Record<string, TileLayer>> = {
  'map-feature': 'basemap',
  'map-tile': 'pictures',
  'grid': 'grids',
  'component': 'components',
}

/** Numbers that rise when a layer's tiles must be fetched anew; they start at the host's start time, so a restart renews all. */
export class MapRevisions {
  readonly #revisions: Record<TileLayer, number>

  constructor(start: number) {
    this.#revisions = { basemap: start, grids: start, components: start, cases: start, pictures: start }
  }

  note(change: CacheChange): void {
    for (const kind of change.kinds) {
      const layer = layerOfKind[kind]
      if (layer !== undefined) this.#revisions[layer] += 1
    }
    if (change.cases.length > 0) this.#revisions.cases += 1
  }

  /** Another cache is in place. */
  noteAll(): void {
    for (const layer of TileLayer.options) this.#revisions[layer] += 1
  }

  all(): Record<TileLayer, number> {
    return { ...this.#revisions }
  }
}
