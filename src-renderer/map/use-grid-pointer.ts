import type { Map as MapLibreMap, PointLike } from 'maplibre-gl'
import type { ShallowRef } from 'vue'
import { GRID_FILL } from './style/choropleth-layers.ts'
import type { HallMap } from './use-hall-map.ts'
import { useHover } from './use-hover.ts'
import type { Hovered } from './use-hover.ts'

function gridAt(map: MapLibreMap, { x, y }: { x: number; y: number }): string | null {
  if (map.getLayer(GRID_FILL) === undefined) return null
  const point: PointLike = [x, y]
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
  hall: HallMap, { isColoured, onPick }: GridPointerOptions,
): Readonly<ShallowRef<Hovered | null>> {
  const at = (point: { x: number; y: number }): string | null => {
    const code = hall.map.value === null || hall.round.value === 0 ? null : gridAt(hall.map.value, point)
    return code !== null && isColoured(code) ? code : null
  }
  return useHover(hall, {
    at,
    onMove({ target }, code) {
      target.getCanvas().style.cursor = code === null ? '' : 'pointer'
    },
    onClick({ point }) {
      const code = at(point)
      if (code !== null) onPick(code)
    },
  })
}
