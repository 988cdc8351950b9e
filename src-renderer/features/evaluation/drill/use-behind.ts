import { ref, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { BehindCase } from '#shared/contracts/evaluation.contract.ts'
import { useDesk } from '#renderer/desk/index.ts'
import type { Drill, StageOpened } from '../board.store.ts'

/** Cases listed at first, and the most that come with one press or are kept fresh. */
const FIRST = 20
const PAGE = 200

export interface Behind {
  readonly rows: Readonly<ShallowRef<readonly BehindCase[]>>
  readonly total: Readonly<Ref<number>>
  readonly error: Readonly<Ref<string | undefined>>
  readonly isReading: Readonly<Ref<boolean>>
  /** How many more the next press brings. */
  readonly next: () => number
  readonly showMore: () => void
}

/** The cases behind a figure or a stage. `turn` is anything that changes when the figure does: they are read again then. */
export function useBehind(drill: () => Drill | StageOpened, turn: () => unknown): Behind {
  const desk = useDesk()
  const rows = shallowRef<readonly BehindCase[]>([])
  const total = ref(0)
  const error = ref<string>()
  const isReading = ref(true)
  let latest = 0

  async function read(offset: number, limit: number): Promise<void> {
    const mine = (latest += 1)
    isReading.value = true
    const asked = drill()
    const { behind, behindStage } = desk.call.evaluation
    const answer = await ('stage' in asked ? behindStage({ ...asked, offset, limit }) : behind({ ...asked, offset, limit }))
    if (mine !== latest) return
    isReading.value = false
    error.value = answer.ok ? undefined : answer.error.code
    if (!answer.ok) return
    rows.value = [...rows.value.slice(0, offset), ...answer.value.rows]
    total.value = answer.value.total
  }
  watch(drill, () => {
    rows.value = []
    total.value = 0
    void read(0, FIRST)
  }, { immediate: true })
  watch(turn, (now, before) => {
    if (before !== null && now !== before) void read(0, Math.min(PAGE, Math.max(FIRST, rows.value.length)))
  })
  return {
    rows, total, error, isReading,
    next: () => Math.min(PAGE, total.value - rows.value.length),
    showMore: () => void read(rows.value.length, PAGE),
  }
}
