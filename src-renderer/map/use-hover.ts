import type { MapMouseEvent } from 'maplibre-gl'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { HallMap } from './use-hall-map.ts'

/** Between the pointer and the words beside it. */
const GAP_PX = 14

/** What is under the pointer and where on the pane it is drawn, px. */
export interface Hovered {
  readonly id: string
  readonly x: number
  readonly y: number
  /** In the right or lower half, where words beside it have room on the other side only. */
  readonly isRight: boolean
  readonly isLow: boolean
}

/** CSS transform that puts words beside the pointer, never under it, on the side that has room. */
export function besidePointer({ x, y, isRight, isLow }: Omit<Hovered, 'id'>): string {
  const along = (at: number, isFar: boolean): string => (isFar ? `calc(${at - GAP_PX}px - 100%)` : `${at + GAP_PX}px`)
  return `translate(${along(x, isRight)}, ${along(y, isLow)})`
}

export interface HoverOptions {
  /** What answers at this point of the canvas; null: nothing. */
  readonly at: (point: { readonly x: number; readonly y: number }) => string | null
  readonly onClick: (event: MapMouseEvent) => void
  /** Once a frame while the pointer moves, with what it is over. */
  readonly onMove?: (event: MapMouseEvent, id: string | null) => void
  readonly onLeave?: () => void
}

/** What the pointer is over, asked once a frame; nothing while the map itself moves under it. */
export function useHover(
  { map }: Pick<HallMap, 'map'>, { at, onClick, onMove, onLeave }: HoverOptions,
): Readonly<ShallowRef<Hovered | null>> {
  const hovered = shallowRef<Hovered | null>(null)
  let frame = 0
  const leave = (): void => {
    cancelAnimationFrame(frame)
    hovered.value = null
    onLeave?.()
  }
  const move = (event: MapMouseEvent): void => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      const id = at(event.point)
      const { clientWidth, clientHeight } = event.target.getCanvas()
      const { x, y } = event.point
      hovered.value = id === null ? null : { id, x, y, isRight: x > clientWidth / 2, isLow: y > clientHeight / 2 }
      onMove?.(event, id)
    })
  }
  watch(map, (made) => {
    made?.on('mousemove', move)
    made?.on('mouseout', leave)
    made?.on('movestart', leave)
    made?.on('click', onClick)
  }, { immediate: true })
  onScopeDispose(leave)
  return hovered
}
