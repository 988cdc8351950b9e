import { onScopeDispose, ref } from 'vue'
import type { Ref } from 'vue'
import { estimateClock } from '#shared/domain/wall/index.ts'
import type { ClockEstimate, ClockSample } from '#shared/domain/wall/index.ts'
import { useDesk, useDeskStore } from '#renderer/desk/index.ts'

const ASKED_AT_ONCE = 8
const AGAIN_MS = 15_000
/** Two quartz clocks part by far less than a millisecond in this time. */
const KEPT = 24

export interface HostClock {
  readonly estimate: Readonly<Ref<ClockEstimate | null>>
  /** The host's time at a time of `performance.now()`; null until it is known. */
  readonly hostMsAt: (windowMs: number) => number | null
}

/** Asks the host for its time, again and again; a host that was started anew has another time. */
export function useHostClock(): HostClock {
  const desk = useDesk()
  const store = useDeskStore()
  const estimate = ref<ClockEstimate | null>(null)
  let samples: ClockSample[] = []
  let generation: number | undefined
  let isAsking = false

  async function ask(): Promise<void> {
    if (isAsking) return
    isAsking = true
    for (let round = 0; round < ASKED_AT_ONCE; round += 1) {
      const sentMs = performance.now()
      const answer = await desk.call.wall.clock({})
      if (!answer.ok) break
      if (store.generation !== generation) samples = []
      generation = store.generation
      samples = [...samples, { sentMs, hostMs: answer.value.hostMs, gotMs: performance.now() }].slice(-KEPT)
      estimate.value = estimateClock(samples)
    }
    isAsking = false
  }
  void ask()
  const timer = setInterval(() => void ask(), AGAIN_MS)
  const unwatch = store.$subscribe(() => {
    if (store.state === 'here' && store.generation !== generation) void ask()
  })
  onScopeDispose(() => {
    clearInterval(timer)
    unwatch()
  })
  return { estimate, hostMsAt: (windowMs) => (estimate.value === null ? null : windowMs + estimate.value.offsetMs) }
}
