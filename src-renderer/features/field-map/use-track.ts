import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { Track } from '#shared/contracts/field.contract.ts'
import { useNow } from '#renderer/composables/index.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useLines } from '#renderer/map/index.ts'
import type { HallMap, MapScale } from '#renderer/map/index.ts'
import { useFieldStore } from '#renderer/features/field/index.ts'
import { trackLines } from './track-line.ts'

const TRACK_MS = 30 * 60_000
const REFRESH_MS = 10_000

export interface TrackOptions {
  /** Layer over the line. */
  readonly below: string
  readonly scale: () => MapScale
}

export type TrackState = Readonly<ShallowRef<Track | null>>

/** 半小时轨迹: the dotted line behind the selected object, asked for anew while it is selected. */
export function useTrack(hall: HallMap, { below, scale }: TrackOptions): TrackState {
  const desk = useDesk()
  const field = useFieldStore()
  const now = useNow()
  const track = shallowRef<Track | null>(null)

  async function ask(): Promise<void> {
    const object = field.selectedId
    if (object === null) return
    const to = Math.round(now.value)
    const reply = await desk.call.field.track({ object, from: to - TRACK_MS, to })
    if (field.selectedId === object) track.value = reply.ok ? reply.value : null
  }

  watch(() => field.selectedId, () => {
    track.value = null
    void ask()
  }, { immediate: true })
  const timer = setInterval(() => void ask(), REFRESH_MS)
  onScopeDispose(() => clearInterval(timer))

  const lines = computed(() => (track.value === null ? [] : trackLines(track.value)))
  useLines(hall, { id: 'field-track', below, lines: () => lines.value, scale })
  return track
}
