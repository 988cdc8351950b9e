import { computed, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { WireRefusal } from '#shared/contracts/frames.ts'
import { useNow } from '#renderer/composables/index.ts'
import { useTopic } from '#renderer/desk/index.ts'

/** What is quicker than this replaces the old figures without a word. */
const QUICK_MS = 1_000

export interface PanelTopic<Value> {
  /** The figures for what is asked; null while they are on their way. */
  readonly value: ComputedRef<Value | null>
  /** Code of the refusal, if it was refused. */
  readonly error: ComputedRef<string | undefined>
  /** They could not be read anew. */
  readonly isOld: Readonly<ShallowRef<boolean>>
  /** When they were asked for, epoch ms. */
  readonly askedAt: Readonly<Ref<number>>
}

type Watch<Arg, Value> = (arg: Arg, onValue: (value: Value) => void, onRefused?: (refusal: WireRefusal) => void) => () => void

/** A topic for one panel. Figures of another question stay in sight for a second at most. */
export function usePanelTopic<Arg, Value>(topic: Watch<Arg, Value>, question: ComputedRef<Arg | null>): PanelTopic<Value> {
  const now = useNow()
  const askedAt = ref(now.value)
  const asked = shallowRef(question.value)
  const { value, refusal, isOld } = useTopic<Arg, { arg: Arg; value: Value }>(
    (arg, onValue, onRefused) => topic(arg, (next) => onValue({ arg, value: next }), onRefused), question,
  )
  watch(question, (next) => {
    asked.value = next
    askedAt.value = now.value
  })
  return {
    askedAt,
    isOld,
    error: computed(() => refusal.value?.code),
    value: computed(() => {
      if (value.value === null) return null
      return value.value.arg === asked.value || now.value - askedAt.value < QUICK_MS ? value.value.value : null
    }),
  }
}
