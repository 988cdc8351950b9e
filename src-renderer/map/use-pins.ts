import type { Map as MapLibreMap } from 'maplibre-gl'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { CasePin } from '#shared/contracts/map.contract.ts'
import { useNow } from '#renderer/composables/index.ts'
import { useDesk, useDeskStore, useTopic } from '#renderer/desk/index.ts'
import { showShapes } from './live-source.ts'
import { countInside, nextChangeAt, pinShapes } from './pins.ts'
import type { Shapes } from './shapes.ts'
import { PIN_IN_HAND, pinInHandFilter, PINS } from './style/case-layers.ts'
import type { HallMap } from './use-hall-map.ts'
import { boxToWatch } from './watch-box.ts'

type Box = [number, number, number, number]

export interface Pins {
  readonly pins: ComputedRef<readonly CasePin[]>
  /** Live cases in the view, and how many of how many are drawn when there are too many. */
  readonly inView: ComputedRef<number>
  readonly total: ComputedRef<number>
  readonly isCut: ComputedRef<boolean>
  readonly asOf: ComputedRef<number | null>
  /** They could not be read anew. */
  readonly isOld: Readonly<Ref<boolean>>
  /**
   * Nobody answers for them now: the host is gone, or they could not be read anew. Not so without the platform: this PC goes on
   * with its cases and their limits, so an emergency keeps its colour, and 截至 says how old it may be.
   */
  readonly isStale: ComputedRef<boolean>
}

export interface PinsOptions {
  readonly selectedId: Readonly<Ref<string | null>>
  readonly numbers: Readonly<Ref<ReadonlyMap<string, number>>>
}

const viewOf = (map: MapLibreMap): Box => {
  const bounds = map.getBounds()
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]
}

/** Live cases of the view as symbols: watched by topic, drawn once a frame, their meaning renewed as time passes. */
export function usePins(hall: HallMap, { selectedId, numbers }: PinsOptions): Pins {
  const desk = useDesk()
  const deskState = useDeskStore()
  const now = useNow()
  const view = shallowRef<Box | null>(null)
  const box = shallowRef<Box | null>(null)
  const { value: answer, isOld } = useTopic(desk.watch.map.pins, () => (box.value === null ? null : { bbox: box.value }))
  const pins = computed(() => answer.value?.pins ?? [])
  const isStale = computed(() => deskState.state === 'gone' || isOld.value)

  function look(): void {
    if (hall.map.value === null) return
    view.value = viewOf(hall.map.value)
    box.value = boxToWatch(box.value, view.value)
  }
  watch(hall.map, (map, before) => {
    before?.off('moveend', look)
    map?.on('moveend', look)
    look()
  }, { immediate: true })

  const { draw, cancel } = useDrawing(hall, () =>
    pinShapes(pins.value, { nowMs: now.value, isStale: isStale.value, numbers: numbers.value }),
  )
  let changesAt = Number.POSITIVE_INFINITY
  watch([pins, isStale, numbers, hall.round], () => {
    changesAt = nextChangeAt(pins.value, now.value)
    draw()
  }, { immediate: true })
  watch(now, () => {
    if (now.value < changesAt) return
    changesAt = nextChangeAt(pins.value, now.value)
    draw()
  })
  watch([selectedId, hall.round], () => {
    if (hall.round.value > 0) hall.map.value?.setFilter(PIN_IN_HAND, pinInHandFilter(selectedId.value))
  }, { immediate: true })
  onScopeDispose(() => {
    cancel()
    hall.map.value?.off('moveend', look)
  })
  return { pins, isOld, isStale, ...usePinCounts(answer, view) }
}

/** Many changes of one frame are drawn once. */
function useDrawing({ map, round }: HallMap, shapes: () => Shapes): { draw: () => void; cancel: () => void } {
  let frame = 0
  return {
    draw() {
      if (frame !== 0) return
      frame = requestAnimationFrame(() => {
        frame = 0
        if (round.value > 0 && map.value !== null) showShapes(map.value, PINS, shapes())
      })
    },
    cancel: () => cancelAnimationFrame(frame),
  }
}

interface PinsAnswer {
  readonly pins: readonly CasePin[]
  readonly total: number
  readonly asOf: number | null
}

function usePinCounts(answer: Readonly<Ref<PinsAnswer | null>>, view: Readonly<Ref<Box | null>>): Omit<Pins, 'pins' | 'isOld' | 'isStale'> {
  const isCut = computed(() => answer.value !== null && answer.value.total > answer.value.pins.length)
  const inView = computed(() => (answer.value === null || view.value === null ? 0 : countInside(answer.value.pins, view.value)))
  return { isCut, inView, total: computed(() => answer.value?.total ?? 0), asOf: computed(() => answer.value?.asOf ?? null) }
}
