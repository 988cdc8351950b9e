import type { ShallowRef } from 'vue'
import { useHover } from '#renderer/map/index.ts'
import type { HallMap, Hovered } from '#renderer/map/index.ts'

export interface FieldPointerOptions {
  readonly pick: (point: { readonly x: number; readonly y: number }) => string | null
  /** A case under the pointer comes first, and so does picking a place. */
  readonly isTaken: () => boolean
  /** Null: a click beside everything. */
  readonly onPick: (id: string | null) => void
}

/** Which object the pointer is over, and what a click on one means. */
export function useFieldPointer(
  hall: HallMap, { pick, isTaken, onPick }: FieldPointerOptions,
): Readonly<ShallowRef<Hovered | null>> {
  return useHover(hall, {
    at: (point) => (isTaken() ? null : pick(point)),
    onClick({ point }) {
      if (!isTaken()) onPick(pick(point))
    },
  })
}
