import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDeskStore } from '#renderer/desk/index.ts'

export interface Answer<Value> {
  /** The newest answer; null while there is nothing to ask. An older one stays until the next arrives, so nothing jumps. */
  readonly value: Readonly<ShallowRef<Value | null>>
  readonly refusal: Readonly<ShallowRef<Refusal | null>>
  readonly isAsking: Readonly<ShallowRef<boolean>>
}

/**
 * Keeps asking the host the question that `source` makes of the form (null: nothing to ask), `afterMs` after it last changed, and
 * again when the host has come back. Answers that were overtaken are dropped.
 */
export function useAnswer<Arg, Value>(
  source: () => Arg | null, ask: (arg: Arg) => Promise<Result<Value>>, afterMs = 0,
): Answer<Value> {
  const desk = useDeskStore()
  const value = shallowRef<Value | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const isAsking = shallowRef(false)
  const question = computed(source)
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function askNow(arg: Arg, mine: number): Promise<void> {
    const said = await ask(arg)
    if (mine !== turn) return
    isAsking.value = false
    refusal.value = said.ok ? null : said.error
    if (said.ok) value.value = said.value
  }

  function begin(arg: Arg | null): void {
    clearTimeout(timer)
    turn += 1
    isAsking.value = arg !== null
    if (arg === null) {
      value.value = null
      refusal.value = null
      return
    }
    const mine = turn
    timer = setTimeout(() => void askNow(arg, mine), afterMs)
  }

  watch(() => `${desk.generation} ${canonicalJson(question.value)}`, () => begin(question.value), { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    turn += 1
  })
  return { value, refusal, isAsking }
}
