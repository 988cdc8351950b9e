import { computed } from 'vue'
import { useMovers } from '#renderer/map/index.ts'
import type { HallMap, MapScale } from '#renderer/map/index.ts'
import { useFieldStore } from '#renderer/features/field/index.ts'
import { fieldBatch } from './field-batch.ts'
import type { ShownField } from './field-batch.ts'
import { useTrack } from './use-track.ts'
import type { TrackState } from './use-track.ts'

/** Id of the map's layer. */
export const FIELD_LAYER = 'field'

/**
 * Inspectors, vehicles and cameras on a hall's map, with the half-hour track of the selected one. Symbols jump from fix to fix:
 * what is drawn was reported.
 */
export function useFieldLayer(hall: HallMap, options: { readonly shown: () => ShownField; readonly scale: () => MapScale }): {
  /** Id of the object at a point of the pane. */
  readonly pick: (point: { readonly x: number; readonly y: number }) => string | null
  readonly track: TrackState
} {
  const field = useFieldStore()
  const batch = computed(() => {
    const { movers, cameras, asOf } = field
    return fieldBatch({ movers, cameras, asOf }, options.shown())
  })
  const { pick } = useMovers(hall, {
    id: FIELD_LAYER, batch: () => batch.value, scale: options.scale, markedId: () => field.selectedId,
  })
  const track = useTrack(hall, { below: FIELD_LAYER, scale: options.scale })
  return { pick, track }
}
