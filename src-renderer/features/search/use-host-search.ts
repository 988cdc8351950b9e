import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { SearchHit } from '#shared/contracts/cases.contract.ts'
import type { FieldHit } from '#shared/contracts/field.contract.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useDesk, useDeskStore } from '#renderer/desk/index.ts'

const PAUSE_MS = 120
const MOST_HITS = 12
/** Nobody in the streets has a longer one. */
const LONGEST_NAME = 40

export interface HostSearch {
  /** Of what is typed now and of nothing shorter: Enter takes the first of them. */
  readonly hits: ComputedRef<readonly SearchHit[]>
  /** Inspectors and vehicles: known to this PC, whatever the age of the cache. */
  readonly movers: ComputedRef<readonly FieldHit[]>
  /** Of the answer: null when nobody knows how old it is, undefined before there is one. */
  readonly asOf: ComputedRef<number | null | undefined>
  readonly isSearching: Readonly<Ref<boolean>>
  readonly refusal: Readonly<ShallowRef<Refusal | undefined>>
}

interface Found {
  readonly text: string
  readonly hits: readonly SearchHit[]
  readonly movers: readonly FieldHit[]
  readonly asOf: number | null
}

/** Asks the host after a short pause; an answer that is no longer asked for is dropped. */
export function useHostSearch(typed: Readonly<Ref<string>>): HostSearch {
  const desk = useDesk()
  const deskState = useDeskStore()
  const newest = shallowRef<Found>()
  const found = computed(() => (newest.value?.text === typed.value.trim() ? newest.value : undefined))
  const isSearching = ref(false)
  const refusal = shallowRef<Refusal>()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(text: string): Promise<void> {
    const [reply, field] = await Promise.all([
      desk.call.cases.search({ text, limit: MOST_HITS }), desk.call.field.objects({ text: text.slice(0, LONGEST_NAME) }),
    ])
    if (typed.value.trim() !== text) return
    isSearching.value = false
    refusal.value = reply.ok ? undefined : reply.error
    const { hits, asOf } = reply.ok ? reply.value : { hits: [], asOf: null }
    newest.value = { text, hits, movers: field.ok ? field.value.hits : [], asOf }
  }

  watch(typed, (next) => {
    clearTimeout(timer)
    const text = next.trim()
    isSearching.value = text !== ''
    refusal.value = undefined
    if (text === '') newest.value = undefined
    else timer = setTimeout(() => void ask(text), PAUSE_MS)
  })
  // What could not be answered while the host was gone.
  watch(() => deskState.generation, () => {
    if (refusal.value !== undefined) void ask(typed.value.trim())
  })
  onScopeDispose(() => clearTimeout(timer))
  return {
    hits: computed(() => found.value?.hits ?? []),
    movers: computed(() => found.value?.movers ?? []),
    asOf: computed(() => found.value?.asOf),
    ...{ isSearching, refusal },
  }
}
