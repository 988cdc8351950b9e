import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useFocusReturn, useNow } from '#renderer/composables/index.ts'

/** Long enough to dial or to copy, short enough for whoever looks over a shoulder. */
const SHOWN_FOR_MS = 30_000

export interface Revealed<Value> {
  /** What is shown whole now; null while it is masked. */
  readonly shown: ShallowRef<Value | null>
  readonly secondsLeft: ComputedRef<number>
  readonly isAsking: Ref<boolean>
  /** Asks for the reason; the focus comes back to where it was when that is over. */
  readonly ask: () => void
  readonly leave: () => void
  readonly hide: () => void
  /** For the form that asks: null when it is shown now. */
  readonly send: (reason: string) => Promise<Refusal | null>
}

/** Something masked, shown whole for half a minute once the audit record has the reason. */
export function useRevealed<Value>(reveal: (reason: string) => Promise<Result<Value>>): Revealed<Value> {
  const now = useNow()
  const { remember, goBack } = useFocusReturn()
  const isAsking = ref(false)
  const shown = shallowRef<Value | null>(null)
  const until = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    shown.value = null
  }
  onScopeDispose(hide)

  return {
    shown,
    secondsLeft: computed(() => Math.max(0, Math.ceil((until.value - now.value) / 1000))),
    isAsking,
    ask() {
      remember()
      isAsking.value = true
    },
    leave() {
      isAsking.value = false
      goBack()
    },
    hide,
    async send(reason) {
      const said = await reveal(reason)
      if (!said.ok) return said.error
      clearTimeout(timer)
      shown.value = said.value
      until.value = now.value + SHOWN_FOR_MS
      timer = setTimeout(hide, SHOWN_FOR_MS)
      return null
    },
  }
}
