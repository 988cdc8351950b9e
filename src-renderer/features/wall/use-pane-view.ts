import { onScopeDispose, ref, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { PaneView } from '#shared/contracts/wall.contract.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'

export interface ShownPane {
  readonly view: Readonly<ShallowRef<PaneView | null>>
  /** The conductor's word could not be read anew. */
  readonly isOld: Readonly<ShallowRef<boolean>>
}

/** What this window shows of the wall. Its monitor the host knows from its door; the window says only how large it is. */
export function usePaneView(): ShownPane {
  const desk = useDesk()
  const size = ref(sizeNow())
  const measure = (): void => {
    const now = sizeNow()
    if (JSON.stringify(now) !== JSON.stringify(size.value)) size.value = now
  }
  window.addEventListener('resize', measure)
  onScopeDispose(() => window.removeEventListener('resize', measure))
  const { value, isOld } = useTopic(desk.watch.wall.pane, size)
  watch(() => value.value?.unitPx, (unitPx) => {
    if (unitPx !== undefined) document.documentElement.style.setProperty('--wall-u', `${String(unitPx)}px`)
  }, { immediate: true, flush: 'sync' })
  return { view: value, isOld }
}

const sizeNow = (): { width: number; height: number; scale: number } => ({
  width: Math.max(1, Math.round(window.innerWidth)),
  height: Math.max(1, Math.round(window.innerHeight)),
  scale: window.devicePixelRatio || 1,
})

const BEAT_MS = 1_000

/** Once a second this window says that it lives and how many frames it has painted: the host replaces one that does not. */
export function usePaneBeat(clockErrorMs: () => number | null): Readonly<Ref<number>> {
  const desk = useDesk()
  const painted = ref(0)
  let isWaiting = false
  const beat = (): void => {
    void desk.call.wall.beat({ painted: painted.value, clockErrorMs: clockErrorMs() })
    if (isWaiting) return
    isWaiting = true
    // Answered only by a window that is really drawn.
    requestAnimationFrame(() => {
      isWaiting = false
      painted.value += 1
    })
  }
  const timer = setInterval(beat, BEAT_MS)
  onScopeDispose(() => clearInterval(timer))
  return painted
}
