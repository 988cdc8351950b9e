import type { MapMouseEvent } from 'maplibre-gl'
import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { HallMap, HoveredCase } from '#renderer/map/index.ts'

export interface FieldPointerOptions {
  readonly pick: (point: { readonly x: number; readonly y: number }) => string | null
  /** A case under the pointer comes first, and so does picking a place. */
  readonly isTaken: () => boolean
  /** Null: a click beside everything. */
  readonly onPick: (id: string | null) => void
}

/** Which object the pointer is over, and what a click on one means. */
export function useFieldPointer(
  { map }: HallMap,
  { pick, isTaken, onPick }: FieldPointerOptions,
): Readonly<ShallowRef<HoveredCase | null>> {
  const hovered = shallowRef<HoveredCase | null>(null)
  let frame = 0
  const leave = (): void => {
    cancelAnimationFrame(frame)
    hovered.value = null
  }
  const move = ({ point, target }: MapMouseEvent): void => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(() => {
      const id = isTaken() ? null : pick(point)
      const { clientWidth, clientHeight } = target.getCanvas()
      const { x, y } = point
      hovered.value = id === null ? null : { id, x, y, isRight: x > clientWidth / 2, isLow: y > clientHeight / 2 }
    })
  }
  const click = ({ point }: MapMouseEvent): void => {
    if (!isTaken()) onPick(pick(point))
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
