import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import { beginTour, goOn, planOf, scaledPlan } from '#shared/domain/wall/index.ts'
import type { CameraPlan, Ground, SpanScene, Tour } from '#shared/domain/wall/index.ts'

const TICK_MS = 250
/** A preview shows the way; nobody waits through the rests. */
const REST_S = 2

export interface TourPreview {
  /** For a picture so many times as large as the wall's. */
  readonly plan: Readonly<ShallowRef<CameraPlan>>
  readonly isPlaying: Readonly<Ref<boolean>>
  readonly play: () => void
  readonly stop: () => void
}

interface PreviewOptions {
  readonly scene: () => SpanScene
  readonly selected: () => number
  readonly ground: () => Ground
  readonly times: () => number
  /** The preview has come to this stop. */
  readonly arrive: (at: number) => void
}

/** The camera as the host would send it over the wall, by the host's own rules and at the wall's own size, seen small. */
export function useTourPreview({ scene, selected, ground, times, arrive }: PreviewOptions): TourPreview {
  const isPlaying = ref(false)
  const played = (): SpanScene => ({ ...scene(), stops: scene().stops.map((one) => ({ ...one, seconds: REST_S })) })
  const standing = (): Tour => {
    const stop = scene().stops[selected()]
    return beginTour({ ...scene(), stops: stop === undefined ? [] : [stop] }, performance.now())
  }
  const tour = shallowRef<Tour>(standing())
  const planNow = (): CameraPlan => scaledPlan(planOf(tour.value.movement, ground()), times())
  const plan = shallowRef(planNow())
  let timer: ReturnType<typeof setInterval> | undefined

  function stop(): void {
    clearInterval(timer)
    isPlaying.value = false
  }
  function step(): void {
    tour.value = goOn(tour.value, performance.now(), ground())
    arrive(tour.value.at)
  }
  function play(): void {
    stop()
    tour.value = { ...beginTour(played(), performance.now()), at: Math.max(0, selected()), movement: standing().movement }
    isPlaying.value = true
    timer = setInterval(step, TICK_MS)
  }
  watch([scene, selected], () => {
    // What is changed or chosen by hand is looked at; the preview's own way through the stops is no such change.
    const isAsPlayed = selected() === tour.value.at && JSON.stringify(played().stops) === JSON.stringify(tour.value.stops)
    if (isPlaying.value && isAsPlayed) return
    stop()
    tour.value = standing()
  })
  watch([tour, times, ground], () => {
    plan.value = planNow()
  })
  onScopeDispose(stop)
  return { plan, isPlaying, play, stop }
}
