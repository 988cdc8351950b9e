import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import { GRID_FILL } from './style/choropleth-layers.ts'
import type { HallMap } from './use-hall-map.ts'
import type { HoveredCase } from './use-pointer.ts'

/** A unit grid under the pointer; `id` is its code. */
export type HoveredGrid = HoveredCase

function gridAt(map: MapLibreMap, point: MapMouseEvent['point']): string | null {
  if (map.getLayer(GRID_FILL) === undefined) return null
  const [hit] = map.queryRenderedFeatures(point, { layers: [GRID_FILL] })
  const code: unknown = hit?.properties['code']
  return typeof code === 'string' ? code : null
}

export interface GridPointerOptions {
  readonly isColoured: (code: string) => boolean
  readonly onPick: (code: string) => void
}

/** Which coloured grid the pointer is over, and which is pressed; bare ones, which `isColoured` denies, answer to nothing. */
export function useGridPointer(
  { map, round }: HallMap, { isColoured, onPick }: GridPointerOptions,
): Readonly<ShallowRef<HoveredGrid | null>> {
  const hovered = shallowRef<HoveredGrid | null>(null)
  let frame = 0
  const found = (point: MapMouseEvent['point']): string | null => {
    const code = map.value === null || round.value === 0 ? null : gridAt(map.value, point)
    return code !== null && isColoured(code) ? code : null
  }
  const leave = (): void => {
    cancelAnimationFrame(frame)
    hovered.value = null
  }
  const move = ({ point, target }: MapMouseEvent): void => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      const id = found(point)
      const canvas = target.getCanvas()
      const { x, y } = point
      canvas.style.cursor = id === null ? '' : 'pointer'
      hovered.value = id === null ? null : { id, x, y, isRight: x > canvas.clientWidth / 2, isLow: y > canvas.clientHeight / 2 }
    })
  }
  const click = ({ point }: MapMouseEvent): void => {
    const code = found(point)
    if (code !== null) onPick(code)
  }
  watch(map, (made) => {
    made?.on('mousemove', move)
    made?.on('mouseout', leave)
    made?.on('movestart', leave)
    made?.on('click', click)
  }, { immediate: true })
  onScopeDispose(leave)
  return hovered
}
