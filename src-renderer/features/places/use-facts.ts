import { onScopeDispose, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { PlaceFacts } from '#shared/contracts/intake.contract.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDesk, useDeskStore } from '#renderer/desk/index.ts'

export interface Facts<Value> {
  /** Null while there is nothing to know; the old answer stays until the next has come, so nothing jumps. */
  readonly value: Readonly<ShallowRef<Value | null>>
  readonly refusal: Readonly<ShallowRef<Refusal | null>>
}

/** Asks the host when the question changes and when the host has come back; an answer that was overtaken is dropped. */
function useFacts<Question, Value>(
  source: () => Question | null,
  ask: (question: Question) => Promise<Result<Value>>,
): Facts<Value> {
  const desk = useDeskStore()
  const value = shallowRef<Value | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  let turn = 0

  async function begin(question: Question | null): Promise<void> {
    turn += 1
    const mine = turn
    if (question === null) {
      value.value = null
      refusal.value = null
      return
    }
    const answer = await ask(question)
    if (mine !== turn) return
    refusal.value = answer.ok ? null : answer.error
    if (answer.ok) value.value = answer.value
  }
  watch(() => `${desk.generation} ${JSON.stringify(source())}`, () => void begin(source()), { immediate: true })
  onScopeDispose(() => {
    turn += 1
  })
  return { value, refusal }
}

export interface Point {
  readonly lng: number
  readonly lat: number
}

/** What follows from a point. */
export function usePlaceFacts(point: () => Point | null): Facts<PlaceFacts> {
  const desk = useDesk()
  return useFacts(() => {
    const at = point()
    return at === null ? null : { lng: at.lng, lat: at.lat }
  }, desk.call.intake.locate)
}

/** What the ledger of components knows of a code; null also when it knows nothing of it. */
export function useComponentFacts(code: () => string | null): Facts<PlaceFacts | null> {
  const desk = useDesk()
  return useFacts(() => {
    const asked = code()
    return asked === null || asked === '' ? null : { code: asked }
  }, desk.call.intake.component)
}
