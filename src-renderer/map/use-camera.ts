import type { Map as MapLibreMap } from 'maplibre-gl'
import { watch } from 'vue'
import type { MapInfo } from '#shared/contracts/map.contract.ts'
import { tokenReader } from './look.ts'
import { WALL_MARGIN_PX } from './map-owner.ts'
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

function goTo(map: MapLibreMap, { lng, lat, zoom }: Target, duration: number): void {
  const camera = { center: [lng, lat] as [number, number], zoom }
  // The token is 0 where motion is reduced, so MapLibre need not ask once more.
  if (duration === 0) map.jumpTo(camera)
  else if (map.getBounds().contains(camera.center)) map.easeTo({ ...camera, duration, essential: true })
  else map.flyTo({ ...camera, duration, essential: true })
}

export interface CameraWork {
  /** Goes to a place; the view is somebody's own from now on. */
  show(target: Target): void
  /** Follows the hall's home until the view is somebody's own. */
  home(info: Pick<MapInfo, 'bounds' | 'center'>): void
}

/**
 * Movements of one map. MapLibre (6.17) aims a flight at the middle the pane had when it began: where the pane changes its size
 * on the way, the rest is flown anew, and the place stays in the middle until somebody moves the map by hand.
 */
export function createCameraWork(map: MapLibreMap, opensOn: 'center' | 'bounds', now = () => performance.now()): CameraWork {
  let isOwnView = false
  let kept: { readonly target: Target; readonly landsAt: number } | null = null
  let bounds: MapInfo['bounds'] | null = null

  const fit = (): void => {
    if (bounds !== null) map.fitBounds(bounds, { duration: 0, padding: WALL_MARGIN_PX })
  }
  map.on('movestart', (event) => {
    if (event.originalEvent === undefined) return
    isOwnView = true
    kept = null
  })
  map.on('resize', () => {
    if (kept !== null) {
      const restMs = kept.landsAt - now()
      if (restMs > 0 && map.isMoving()) goTo(map, kept.target, restMs)
      else map.jumpTo({ center: [kept.target.lng, kept.target.lat] })
    } else if (!isOwnView) fit()
  })
  return {
    show(target) {
      const duration = durationMs(tokenReader()('m-flight'))
      isOwnView = true
      kept = { target, landsAt: now() + duration }
      goTo(map, target, duration)
    },
    home(info) {
      if (opensOn === 'bounds') bounds = info.bounds
      if (isOwnView) return
      if (opensOn === 'bounds') fit()
      else map.jumpTo({ center: info.center })
    },
  }
}

/**
 * The view moves by hand or because somebody asked; never because data came. Only until then does it follow the hall's
 * home, which may be known a little later than the map itself, and a wall's pane, which may change its size.
 */
export function useCamera({ map, round, info }: HallMap, target: () => Target | null, opensOn: 'center' | 'bounds'): void {
  let camera: CameraWork | null = null
  let shown: Target | null = null
  const homeKey = (): string => JSON.stringify(info.value === null ? null : [info.value.center, info.value.bounds])

  watch(map, (made) => {
    camera = made === null ? null : createCameraWork(made, opensOn)
  }, { immediate: true })
  watch([map, homeKey], ([made]) => {
    if (made !== null && info.value !== null) camera?.home(info.value)
  }, { immediate: true })
  watch([target, round], ([wanted]) => {
    if (wanted === null || wanted === shown || camera === null || round.value === 0) return
    shown = wanted
    camera.show(wanted)
  }, { immediate: true })
}
