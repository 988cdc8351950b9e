import type { Map as MapLibreMap } from 'maplibre-gl'
import { watch } from 'vue'
import { tokenReader } from './look.ts'
import type { HallMap } from './use-hall-map.ts'

/** A place somebody asked to see; a new object for each asking. */
export interface Target {
  readonly lng: number
  readonly lat: number
  readonly zoom: number
}

/** "1200ms" or "1.2s"; 0 where motion is reduced. */
export function durationMs(token: string): number {
  const value = Number.parseFloat(token)
  if (!Number.isFinite(value) || value <= 0) return 0
  return /\d\s*ms$/.test(token) ? value : value * 1_000
}

function goTo(map: MapLibreMap, { lng, lat, zoom }: Target): void {
  const camera = { center: [lng, lat] as [number, number], zoom }
  const duration = durationMs(tokenReader()('m-flight'))
  // The token is 0 where motion is reduced, so MapLibre need not ask once more.
  if (duration === 0) map.jumpTo(camera)
  else if (map.getBounds().contains(camera.center)) map.easeTo({ ...camera, duration, essential: true })
  else map.flyTo({ ...camera, duration, essential: true })
}

/**
 * The view moves by hand or because somebody asked; never because data came. Only until then does it follow the hall's
 * home, which may be known a little later than the map itself.
 */
export function useCamera({ map, round, info }: HallMap, target: () => Target | null, opensOn: 'center' | 'bounds'): void {
  let hasOwnView = false
  let shown: Target | null = null
  const homeKey = (): string => JSON.stringify(info.value === null ? null : [info.value.center, info.value.bounds])

  watch(map, (made) => made?.on('movestart', (event) => {
    if (event.originalEvent !== undefined) hasOwnView = true
  }), { immediate: true })
  watch([target, round], ([wanted]) => {
    if (wanted === null || wanted === shown || map.value === null || round.value === 0) return
    shown = wanted
    hasOwnView = true
    goTo(map.value, wanted)
  }, { immediate: true })
  watch(homeKey, () => {
    if (hasOwnView || map.value === null || info.value === null) return
    if (opensOn === 'bounds') map.value.fitBounds(info.value.bounds, { duration: 0 })
    else map.value.jumpTo({ center: info.value.center })
  })
}
