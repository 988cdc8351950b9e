import { ref, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { BehindCase } from '#shared/contracts/evaluation.contract.ts'
import { useDesk } from '#renderer/desk/index.ts'
import type { Drill } from '../board.store.ts'

/** Cases shown at first, and the most that are listed; all of them are in the export of the case lists. */
const FIRST = 20
const MOST = 200

export interface Behind {
  readonly rows: Readonly<ShallowRef<readonly BehindCase[]>>
  readonly total: Readonly<Ref<number>>
  readonly error: Readonly<Ref<string | undefined>>
  readonly isReading: Readonly<Ref<boolean>>
  readonly showAll: () => void
}

/** The cases behind a figure. `turn` is anything that changes when the figure does. */
export function useBehind(drill: () => Drill, turn: () => unknown): Behind {
  const desk = useDesk()
  const rows = shallowRef<readonly BehindCase[]>([])
  const total = ref(0)
  const error = ref<string>()
  const isReading = ref(true)
  const limit = ref(FIRST)
  let latest = 0

  async function read(): Promise<void> {
    const mine = (latest += 1)
    isReading.value = true
    const { scope, period, filter, indicator } = drill()
    const answer = await desk.call.evaluation.behind({ scope, period, filter, indicator, offset: 0, limit: limit.value })
    if (mine !== latest) return
    isReading.value = false
    error.value = answer.ok ? undefined : answer.error.code
    if (!answer.ok) return
    rows.value = answer.value.rows
    total.value = answer.value.total
  }
  watch(drill, () => {
    limit.value = FIRST
    rows.value = []
    total.value = 0
    void read()
  }, { immediate: true })
  watch(turn, (next, before) => {
    if (before !== null && next !== before) void read()
  })
  return { rows, total, error, isReading, showAll: () => {
    limit.value = MOST
    void read()
  } }
}
