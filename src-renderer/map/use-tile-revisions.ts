import type { VectorTileSource } from 'maplibre-gl'
import { onScopeDispose, watch } from 'vue'
import { TileLayer } from '#shared/contracts/map.contract.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { tileUrl } from './tile-url.ts'
import type { HallMap } from './use-hall-map.ts'

/** A layer is fetched anew at most this often, however fast its rows change. */
const SETTLE_MS = 1_500
/** A layer that failed is asked for again after this. */
const RETRY_MS = 5_000

/**
 * Gives a source its new address when its rows have changed: only that source, and what is drawn stays until the new tiles
 * are there. While the host is away nothing is asked, so that what is drawn is not lost.
 */
export function useTileRevisions({ map, round, info, layerTroubles }: HallMap): void {
  const desk = useDeskStore()
  const shown = new Map<TileLayer, number>()
  const timers = new Map<TileLayer, ReturnType<typeof setTimeout>>()
  let attempts = 0

  function renew(layer: TileLayer, attempt: number): void {
    const revision = info.value?.revisions[layer]
    if (revision === undefined || round.value === 0 || desk.state !== 'here') return
    shown.set(layer, revision)
    map.value?.getSource<VectorTileSource>(layer)?.setTiles([tileUrl(layer, revision, attempt)])
  }

  function renewSoon(layer: TileLayer, afterMs: number, attempt: number): void {
    if (timers.has(layer)) return
    timers.set(layer, setTimeout(() => {
      timers.delete(layer)
      renew(layer, attempt)
    }, afterMs))
  }

  watch([info, round, () => desk.state], () => {
    if (info.value === null || round.value === 0 || desk.state !== 'here') return
    for (const layer of TileLayer.options) {
      const known = shown.get(layer)
      if (known === undefined) shown.set(layer, info.value.revisions[layer])
      else if (known !== info.value.revisions[layer]) renewSoon(layer, SETTLE_MS, 0)
    }
  }, { immediate: true })

  watch([() => [...layerTroubles.keys()], () => desk.state], ([failed]) => {
    if (desk.state !== 'here') return
    attempts += 1
    for (const layer of failed) renewSoon(layer, RETRY_MS, attempts)
  })
  onScopeDispose(() => {
    for (const timer of timers.values()) clearTimeout(timer)
  })
}
