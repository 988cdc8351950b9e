import { onScopeDispose, watch } from 'vue'
import { useTheme } from '#renderer/composables/index.ts'
import { readLook, tokenReader } from '../look.ts'
import type { MapScale } from '../look.ts'
import { durationMs } from '../use-camera.ts'
import type { HallMap } from '../use-hall-map.ts'
import type { MoverBatch } from './mover-batch.ts'
import type { PanePoint } from './mover-pick.ts'
import { createMoversLayer } from './movers-layer.ts'

export interface UseMoversOptions {
  /** Id of the layer; another one for each kind of movers that is shown and hidden by itself. */
  readonly id: string
  /** Null or empty: nothing is drawn. */
  readonly batch: () => MoverBatch | null
  readonly scale: () => MapScale
  readonly markedId?: () => string | null
  /** How long a symbol takes to its newest fix; 0 without it, and always where motion is reduced. */
  readonly glideMs?: number
}

const nobody: MoverBatch = {
  ids: [], kinds: [], lng: new Float64Array(), lat: new Float64Array(), headingDeg: new Float32Array(), stale: new Uint8Array(),
}
/** Cases stand over them. */
const BELOW = 'pin-label'

/** Movers on a hall's map; `pick` says which one is at a point of the pane. */
export function useMovers({ map, round }: HallMap, { id, batch, scale, markedId = () => null, glideMs = 0 }: UseMoversOptions): {
  readonly pick: (point: PanePoint) => string | null
} {
  const { theme } = useTheme()
  // The flight token is 0 where motion is reduced.
  const isStill = durationMs(tokenReader()('m-flight')) === 0
  const movers = createMoversLayer({ id, look: readLook(scale()), glideMs: isStill ? 0 : glideMs })
  watch([map, round], () => {
    if (map.value !== null && round.value > 0 && map.value.getLayer(id) === undefined) map.value.addLayer(movers.layer, BELOW)
  }, { immediate: true })
  watch(batch, (newest) => movers.set(newest ?? nobody), { immediate: true })
  watch(markedId, (marked) => movers.mark(marked), { immediate: true })
  watch([theme, scale], () => movers.wear(readLook(scale())), { flush: 'post' })
  onScopeDispose(() => movers.dispose())
  return { pick: (point) => movers.pick(point) }
}
