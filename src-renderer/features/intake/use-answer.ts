import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'

export interface Answer<Value> {
  /** The answer to the present question; null until it has come, and when it was refused: nothing is decided by an older one. */
  readonly value: Readonly<Ref<Value | null>>
  /** The newest answer to any question, for a list that is chosen from by eye: it does not jump while somebody types. */
  readonly latest: Readonly<Ref<Value | null>>
  /** Why the present question has no answer. */
  readonly refusal: Readonly<Ref<Refusal | null>>
  /** The present question has neither an answer nor a refusal. */
  readonly isAsking: Readonly<Ref<boolean>>
}

export interface Asking {
  readonly afterMs?: number
  readonly anew?: () => string
}

/** What was said to one question. */
interface Said<Value> {
  readonly key: string
  readonly value: Value | null
  readonly refusal: Refusal | null
}

/**
 * Keeps asking the host the question that `source` makes of the form (null: nothing to ask), `afterMs` after it last changed, and
 * again when the host has come back, or when `anew` is another: the same question may have another answer by then, and until it
 * has come the older one stands. Answers that were overtaken are dropped.
 */
export function useAnswer<Arg, Value>(
  source: () => Arg | null, ask: (arg: Arg) => Promise<Result<Value>>, { afterMs = 0, anew = () => '' }: Asking = {},
): Answer<Value> {
  const desk = useDeskStore()
  const said = shallowRef<Said<Value> | null>(null)
  const question = computed(source)
  const key = computed(() => canonicalJson(question.value))
  const present = computed(() => (said.value?.key === key.value ? said.value : null))
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function askNow(arg: Arg, mine: number): Promise<void> {
    const reply = await ask(arg)
    if (mine !== turn) return
    const asked = canonicalJson(arg)
    // Asked anew in vain: what was said to it before is still the best there is.
    if (!reply.ok && said.value?.key === asked && said.value.value !== null) return
    said.value = reply.ok ? { key: asked, value: reply.value, refusal: null } : { key: asked, value: null, refusal: reply.error }
  }

  function begin(arg: Arg | null): void {
    clearTimeout(timer)
    turn += 1
    if (arg === null) {
      said.value = null
      return
    }
    const mine = turn
    timer = setTimeout(() => void askNow(arg, mine), afterMs)
  }

  watch(() => `${desk.generation} ${anew()} ${key.value}`, () => begin(question.value), { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    turn += 1
  })
  return {
    value: computed(() => present.value?.value ?? null),
    latest: computed(() => said.value?.value ?? null),
    refusal: computed(() => present.value?.refusal ?? null),
    isAsking: computed(() => question.value !== null && present.value === null),
  }
}
