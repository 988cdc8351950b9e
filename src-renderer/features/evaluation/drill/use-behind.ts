import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { BehindCase } from '#shared/contracts/evaluation.contract.ts'
import { sessionTurn, useDesk, useDeskStore } from '#renderer/desk/index.ts'
import { finalCodes } from '#shared/kernel/final-codes.ts'
import type { Drill, StageOpened } from '../board.store.ts'

/** Cases listed at first, and the most that come with one press or in one answer. */
const FIRST = 20
const PAGE = 200
/** Figures come every second while cases change; their cases are read again this often at most. */
const RENEW_MS = 5_000
/** After a refusal they are asked for again this long after, twice as long each time up to this. */
const LONGEST_PAUSE_MS = 60_000

/** How old what is open in the drill is. */
export interface DrillStanding {
  readonly asOf: number | undefined
  /** It could not be read anew. */
  readonly isOld: boolean
}

export interface Behind {
  readonly rows: Readonly<ShallowRef<readonly BehindCase[]>>
  readonly total: Readonly<Ref<number>>
  /** Why there are no cases; those that are there stay when they cannot be read anew, and are old. */
  readonly error: Readonly<Ref<string | undefined>>
  readonly isOld: Readonly<Ref<boolean>>
  /** Epoch ms; the oldest answer of those that are shown. */
  readonly asOf: Readonly<Ref<number | null>>
  readonly isReading: Readonly<Ref<boolean>>
  /** How many more the next press brings. */
  readonly next: () => number
  readonly showMore: () => void
}

/**
 * The cases behind a figure or a stage. `turn` is anything that changes when the figure is told anew: they are read again then,
 * since a case moves on without the figure being another. So they are when the host has come back. After a refusal they are
 * asked for again by themselves, unless only another question, figure, session or host can be answered otherwise.
 */
export function useBehind(drill: () => Drill | StageOpened, turn: () => unknown): Behind {
  const desk = useDesk()
  const rows = shallowRef<readonly BehindCase[]>([])
  const total = ref(0)
  const asOf = ref<number | null>(null)
  const refused = ref<string>()
  const isReading = ref(true)
  let latest = 0
  let readAt = 0
  let pauseMs = RENEW_MS
  let timer: ReturnType<typeof setTimeout> | undefined

  function ask(offset: number, limit: number) {
    const asked = drill()
    const { behind, behindStage } = desk.call.evaluation
    return 'stage' in asked ? behindStage({ ...asked, offset, limit }) : behind({ ...asked, offset, limit })
  }

  /** Shown when all up to `end` are here. */
  async function read(from: number, end: number): Promise<void> {
    const mine = (latest += 1)
    isReading.value = true
    readAt = Date.now()
    let found = rows.value.slice(0, from)
    let since = from === 0 ? null : asOf.value
    let answer: Awaited<ReturnType<typeof ask>>
    do {
      answer = await ask(found.length, Math.min(PAGE, end - found.length))
      if (mine !== latest) return
      if (!answer.ok) break
      since = oldest(since, answer.value.asOf)
      found = [...found, ...answer.value.rows]
    } while (found.length < Math.min(end, answer.value.total) && answer.value.rows.length > 0)
    isReading.value = false
    refused.value = answer.ok ? undefined : answer.error.code
    if (!answer.ok) {
      // The host may be able to by then: one refusal is not the last word.
      if (!finalCodes.has(answer.error.code)) renewIn(pauseMs)
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
      return
    }
    pauseMs = RENEW_MS
    rows.value = found
    total.value = answer.value.total
    asOf.value = since
  }

  function renew(): void {
    clearTimeout(timer)
    timer = undefined
    // What is being read may have been asked for with a press.
    if (isReading.value) renewIn(RENEW_MS)
    else void read(0, Math.max(FIRST, rows.value.length))
  }

  function renewIn(ms: number): void {
    timer ??= setTimeout(renew, Math.max(0, ms))
  }

  /** What refused before may answer now. */
  function readAtOnce(): void {
    clearTimeout(timer)
    timer = undefined
    pauseMs = RENEW_MS
    void read(0, Math.max(FIRST, rows.value.length))
  }

  watch(drill, () => {
    rows.value = []
    total.value = 0
    asOf.value = null
    readAtOnce()
  }, { immediate: true })
  watch(turn, (now, before) => {
    if (now === null || (before === null && refused.value === undefined)) return
    renewIn(Math.min(pauseMs, readAt + pauseMs - Date.now()))
  })
  const deskState = useDeskStore()
  watch([() => deskState.generation, () => deskState.state === 'here', sessionTurn], ([generation, isHere], [before]) => {
    if (generation !== before || (isHere && refused.value !== undefined)) readAtOnce()
  })
  onScopeDispose(() => {
    latest += 1
    clearTimeout(timer)
  })
  return {
    rows, total, asOf, isReading,
    error: computed(() => (rows.value.length === 0 ? refused.value : undefined)),
    isOld: computed(() => refused.value !== undefined),
    next: () => Math.min(PAGE, total.value - rows.value.length),
    showMore: () => void read(rows.value.length, rows.value.length + PAGE),
  }
}

function oldest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? one ?? other : Math.min(one, other)
}

/** Of figures and the cases behind them, as one pane shows them. */
export function standingOf(told: { readonly asOf: number | null } | null, isOld: boolean, behind: Behind): DrillStanding {
  return { asOf: oldest(told?.asOf ?? null, behind.asOf.value) ?? undefined, isOld: isOld || behind.isOld.value }
}
