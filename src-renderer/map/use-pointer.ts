import type { Map as MapLibreMap, MapMouseEvent, PointLike } from 'maplibre-gl'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import { PIN_LAYER } from './style/case-layers.ts'
import type { HallMap } from './use-hall-map.ts'

export interface PointerPlace {
  readonly lng: number
  readonly lat: number
}

/** Between the pointer and the words beside it. */
const GAP_PX = 14

/** A case under the pointer and where on the pane it is drawn, px. */
export interface HoveredCase {
  readonly id: string
  readonly x: number
  readonly y: number
  /** In the right or lower half, where words beside it have room on the other side only. */
  readonly isRight: boolean
  readonly isLow: boolean
}

/** CSS transform that puts words beside the pointer, never under it, on the side that has room. */
export function besidePointer({ x, y, isRight, isLow }: Omit<HoveredCase, 'id'>): string {
  const along = (at: number, isFar: boolean): string => (isFar ? `calc(${at - GAP_PX}px - 100%)` : `${at + GAP_PX}px`)
  return `translate(${along(x, isRight)}, ${along(y, isLow)})`
}

export interface PickedOnMap extends PointerPlace {
  readonly component: string | null
}

export interface PointerOptions {
  readonly isPicking: Readonly<Ref<boolean>>
  readonly onPick: (picked: PickedOnMap) => void
  readonly onCase: (id: string) => void
}

/** A target is at least 24 px wide, however small its symbol. */
const REACH_PX = 12
const COMPONENT_REACH_PX = 7

const around = (x: number, y: number, reach: number): [PointLike, PointLike] => [[x - reach, y - reach], [x + reach, y + reach]]

function caseAt(map: MapLibreMap, { x, y }: { x: number; y: number }): string | null {
  if (map.getLayer(PIN_LAYER) === undefined) return null
  const [hit] = map.queryRenderedFeatures(around(x, y, REACH_PX), { layers: [PIN_LAYER] })
  const id: unknown = hit?.properties['id']
  return typeof id === 'string' ? id : null
}

/** A component within reach gives its own place; otherwise the place is where the pointer is. */
function pickAt(map: MapLibreMap, { x, y }: { x: number; y: number }): PickedOnMap {
  const layers = ['component', 'manhole'].filter((layer) => map.getLayer(layer) !== undefined)
  const [hit] = map.queryRenderedFeatures(around(x, y, COMPONENT_REACH_PX), { layers })
  const code: unknown = hit?.properties['code']
  if (hit?.geometry.type === 'Point' && typeof code === 'string') {
    const [lng = 0, lat = 0] = hit.geometry.coordinates
    return { lng, lat, component: code }
  }
  const { lng, lat } = map.unproject([x, y]).wrap()
  return { lng, lat, component: null }
}

/** Where the pointer is, what it is over, and what a click means: a place while one is picked, else a case. */
export function usePointer({ map, round }: HallMap, { isPicking, onPick, onCase }: PointerOptions): {
  readonly place: Readonly<ShallowRef<PointerPlace | null>>
  readonly hovered: Readonly<ShallowRef<HoveredCase | null>>
  /** Picks the middle of the map, for the keyboard. */
  readonly pickCenter: () => void
} {
  const place = shallowRef<PointerPlace | null>(null)
  const hovered = shallowRef<HoveredCase | null>(null)
  let frame = 0
  const leave = (): void => {
    cancelAnimationFrame(frame)
    frame = 0
    place.value = null
    hovered.value = null
  }
  const move = ({ point, lngLat }: MapMouseEvent): void => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      if (map.value === null || round.value === 0) return
      place.value = lngLat.wrap()
      const id = caseAt(map.value, point)
      const { clientWidth, clientHeight } = map.value.getCanvas()
      const { x, y } = point
      hovered.value = id === null ? null : { id, x, y, isRight: x > clientWidth / 2, isLow: y > clientHeight / 2 }
    })
  }
  const click = ({ point }: MapMouseEvent): void => {
    if (map.value === null || round.value === 0) return
    if (isPicking.value) return onPick(pickAt(map.value, point))
    const id = caseAt(map.value, point)
    if (id !== null) onCase(id)
  }
  const listen = (made: MapLibreMap): void => {
    made.on('mousemove', move)
    made.on('mouseout', leave)
    made.on('movestart', leave)
    made.on('click', click)
  }
  watch(map, (made) => made && listen(made), { immediate: true })
  onScopeDispose(leave)
  return {
    place,
    hovered,
    pickCenter() {
      if (map.value === null || round.value === 0) return
      const { clientWidth, clientHeight } = map.value.getCanvas()
      onPick(pickAt(map.value, { x: clientWidth / 2, y: clientHeight / 2 }))
    },
  }
}
