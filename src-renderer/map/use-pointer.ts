import type { Map as MapLibreMap, PointLike } from 'maplibre-gl'
import { shallowRef } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import { PIN_LAYER } from './style/case-layers.ts'
import type { HallMap } from './use-hall-map.ts'
import { useHover } from './use-hover.ts'
import type { Hovered } from './use-hover.ts'

export interface PointerPlace {
  readonly lng: number
  readonly lat: number
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
  readonly hovered: Readonly<ShallowRef<Hovered | null>>
  /** Picks the middle of the map, for the keyboard. */
  readonly pickCenter: () => void
} {
  const place = shallowRef<PointerPlace | null>(null)
  const ready = (): MapLibreMap | null => (round.value === 0 ? null : map.value)
  const hovered = useHover({ map }, {
    at: (point) => {
      const made = ready()
      return made === null ? null : caseAt(made, point)
    },
    onMove({ lngLat }) {
      if (ready() !== null) place.value = lngLat.wrap()
    },
    onLeave() {
      place.value = null
    },
    onClick({ point }) {
      const made = ready()
      if (made === null) return
      if (isPicking.value) return onPick(pickAt(made, point))
      const id = caseAt(made, point)
      if (id !== null) onCase(id)
    },
  })
  return {
    place,
    hovered,
    pickCenter() {
      const made = ready()
      if (made === null) return
      const { clientWidth, clientHeight } = made.getCanvas()
      onPick(pickAt(made, { x: clientWidth / 2, y: clientHeight / 2 }))
    },
  }
}
