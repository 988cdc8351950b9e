import type { RasterTileSource, VectorTileSource } from 'maplibre-gl'
import { onScopeDispose, watch } from 'vue'
import { TileLayer } from '#shared/contracts/map.contract.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { tileUrl } from './tile-url.ts'
import type { HallMap } from './use-hall-map.ts'

/** A layer is fetched anew at most this often, however fast its rows change. */
const SETTLE_MS = 1_500
/** Layers that failed are asked for again after this, until they come. */
const RETRY_MS = 5_000

/**
 * Gives a source its new address when its rows have changed: only that source, and what is drawn stays until the new tiles
 * are there. While the host is away nothing is asked.
 */
export function useTileRevisions({ map, round, info, layerTroubles }: HallMap): void {
  const desk = useDeskStore()
  const shown = new Map<TileLayer, number>()
  const settling = new Map<TileLayer, ReturnType<typeof setTimeout>>()
  let retry: ReturnType<typeof setTimeout> | undefined
  let attempt = 0

  const canAsk = (): boolean => round.value > 0 && desk.state === 'here'
  function renew(layer: TileLayer): void {
    const revision = info.value?.revisions[layer]
    if (revision === undefined || !canAsk()) return
    shown.set(layer, revision)
    map.value?.getSource<VectorTileSource | RasterTileSource>(layer)?.setTiles([tileUrl(layer, revision, attempt)])
  }

  function renewSoon(layer: TileLayer): void {
    if (settling.has(layer)) return
    settling.set(layer, setTimeout(() => {
      settling.delete(layer)
      renew(layer)
    }, SETTLE_MS))
  }
  watch([info, round, () => desk.state], () => {
    if (info.value === null || !canAsk()) return
    for (const layer of TileLayer.options) {
      const known = shown.get(layer)
      if (known === undefined) shown.set(layer, info.value.revisions[layer])
      else if (known !== info.value.revisions[layer]) renewSoon(layer)
    }
  }, { immediate: true })

  function retryWhileFailing(): void {
    clearTimeout(retry)
    retry = layerTroubles.size === 0 ? undefined : setTimeout(() => {
      attempt += 1
      if (canAsk()) for (const layer of layerTroubles.keys()) renew(layer)
      retryWhileFailing()
    }, RETRY_MS)
  }
  watch(() => layerTroubles.size > 0, retryWhileFailing)
  onScopeDispose(() => {
    clearTimeout(retry)
    for (const timer of settling.values()) clearTimeout(timer)
  })
}
