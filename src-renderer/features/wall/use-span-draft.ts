import { computed, ref, shallowRef } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import { MOST_STOPS, Stop } from '#shared/domain/wall/index.ts'
import type { SpanLayers, SpanScene } from '#shared/domain/wall/index.ts'

/** Steps back that are kept while a scene is edited. */
const MOST_STEPS = 100

/** Why a draft cannot be kept as it is; null: it can. */
export type SpanTrouble = { readonly what: 'unchanged' | 'needName' } | { readonly what: 'badStop'; readonly stop: number } | null

interface State {
  readonly layers: SpanLayers
  readonly stops: readonly Stop[]
  readonly selected: number
}

export interface SpanDraft {
  readonly name: Ref<string>
  readonly layers: ComputedRef<SpanLayers>
  readonly stops: ComputedRef<readonly Stop[]>
  /** The stop in hand; -1: none. */
  readonly selected: Ref<number>
  readonly trouble: ComputedRef<SpanTrouble>
  readonly isChanged: ComputedRef<boolean>
  readonly isFull: ComputedRef<boolean>
  readonly canUndo: ComputedRef<boolean>
  readonly scene: ComputedRef<SpanScene>
  readonly show: (layers: Partial<SpanLayers>) => void
  /** Behind the one in hand, which it becomes. */
  readonly add: (stop: Stop) => void
  readonly change: (at: number, part: Partial<Stop>) => void
  readonly move: (by: -1 | 1) => void
  readonly duplicate: () => void
  readonly remove: () => void
  readonly undo: () => void
}

/** A camera plan being made; nothing of it is told to the host before it is saved. */
export function useSpanDraft(start: SpanScene, isNew: boolean): SpanDraft {
  const name = ref(start.name)
  const state = shallowRef<State>({ layers: start.layers, stops: start.stops, selected: start.stops.length > 0 ? 0 : -1 })
  const before = shallowRef<readonly State[]>([])
  /** What was typed into last: going on with it is one step, not one for each letter. */
  let typedInto = ''

  const stops = computed(() => state.value.stops)
  const scene = computed<SpanScene>(() => ({
    ...start, name: name.value.trim(), layers: state.value.layers, stops: [...state.value.stops],
  }))
  const wordsOf = (one: SpanScene): string => JSON.stringify([one.name, one.layers, one.stops])
  const isChanged = computed(() => wordsOf(scene.value) !== wordsOf(start))
  const isFull = computed(() => stops.value.length >= MOST_STOPS)

  function write(part: Partial<State>, typing = ''): void {
    if (typing === '' || typing !== typedInto) before.value = [...before.value, state.value].slice(-MOST_STEPS)
    typedInto = typing
    state.value = { ...state.value, ...part }
  }
  function insert(stop: Stop): void {
    const at = state.value.selected + 1
    if (!isFull.value) write({ stops: stops.value.toSpliced(at, 0, stop), selected: at })
  }
  return {
    ...{ name, stops, scene, isChanged, isFull },
    layers: computed(() => state.value.layers),
    selected: computed({
      get: () => state.value.selected,
      set: (selected) => {
        typedInto = ''
        state.value = { ...state.value, selected }
      },
    }),
    trouble: computed<SpanTrouble>(() => {
      if (name.value.trim() === '') return { what: 'needName' }
      const stop = stops.value.findIndex((one) => !Stop.safeParse(one).success)
      if (stop >= 0) return { what: 'badStop', stop }
      return isChanged.value || isNew ? null : { what: 'unchanged' }
    }),
    canUndo: computed(() => before.value.length > 0),
    show: (layers) => write({ layers: { ...state.value.layers, ...layers } }),
    add: insert,
    change: (at, part) =>
      write({ stops: stops.value.map((one, place) => (place === at ? { ...one, ...part } : one)) }, `${String(at)} ${Object.keys(part).join(' ')}`),
    move: (by) => {
      const { selected } = state.value
      const stop = stops.value[selected]
      const to = selected + by
      if (stop === undefined || to < 0 || to >= stops.value.length) return
      write({ stops: stops.value.toSpliced(selected, 1).toSpliced(to, 0, stop), selected: to })
    },
    duplicate: () => {
      const stop = stops.value[state.value.selected]
      if (stop !== undefined) insert({ ...stop })
    },
    remove: () => {
      const { selected } = state.value
      if (stops.value[selected] === undefined) return
      write({ stops: stops.value.toSpliced(selected, 1), selected: Math.min(selected, stops.value.length - 2) })
    },
    undo: () => {
      const last = before.value.at(-1)
      if (last === undefined) return
      before.value = before.value.slice(0, -1)
      typedInto = ''
      state.value = last
    },
  }
}
