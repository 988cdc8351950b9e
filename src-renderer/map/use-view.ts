import type { Map as MapLibreMap } from 'maplibre-gl'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { HallMap } from './use-hall-map.ts'

export interface MapView {
  readonly lng: number
  readonly lat: number
  readonly zoom: number
}

/** Middle and zoom of the map as they are after each movement, at most once a frame. */
export function useView({ map }: HallMap): Readonly<ShallowRef<MapView | null>> {
  const view = shallowRef<MapView | null>(null)
  let frame = 0
  const read = (): void => {
    frame = 0
    if (map.value === null) return
    const { lng, lat } = map.value.getCenter()
    view.value = { lng, lat, zoom: map.value.getZoom() }
  }
  const moved = (): void => {
    if (frame === 0) frame = requestAnimationFrame(read)
  }
  const listen = (made: MapLibreMap | null): void => {
    made?.on('move', moved)
    read()
  }
  watch(map, listen, { immediate: true })
  onScopeDispose(() => cancelAnimationFrame(frame))
  return view
}
