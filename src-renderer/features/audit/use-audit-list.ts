import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { AuditRow } from '#shared/contracts/audit.contract.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useDesk } from '#renderer/desk/index.ts'

const PAGE = 200
/** Rows from the end at which the next page is fetched. */
const AHEAD = 40
const TYPING_MS = 250

export interface AuditSearch {
  readonly text: string
  /** Beginning of the dotted word. */
  readonly what: string
  readonly from: number | null
  readonly to: number | null
}

export interface AuditList {
  readonly rows: ShallowRef<readonly AuditRow[]>
  /** Entries on this machine. */
  readonly last: Ref<number>
  readonly isLooking: Ref<boolean>
  readonly refusal: ShallowRef<Refusal | null>
  /** What is in sight: asks for more near the end. */
  range(first: number, last: number): void
  reload(): Promise<void>
}

/** The trail in pages, newest first, fetched as it is scrolled; another search begins anew. */
export function useAuditList(search: () => AuditSearch): AuditList {
  const desk = useDesk()
  const rows = shallowRef<readonly AuditRow[]>([])
  const refusal = shallowRef<Refusal | null>(null)
  const last = ref(0)
  const next = ref<number | null>(null)
  const turn = ref(0)
  const busyFor = ref<number | null>(null)
  const isLooking = computed(() => busyFor.value !== null)
  let timer: ReturnType<typeof setTimeout> | undefined

  /** Pages until there are rows to show: each call looks through so much only. */
  async function fetchFrom(before: number | null): Promise<void> {
    const mine = turn.value
    if (busyFor.value === mine) return
    busyFor.value = mine
    let from = before
    for (;;) {
      const said = await desk.call.audit.entries({ ...search(), before: from, limit: PAGE })
      if (mine !== turn.value) return
      refusal.value = said.ok ? null : said.error
      if (!said.ok) break
      rows.value = [...rows.value, ...said.value.rows]
      last.value = said.value.last
      next.value = said.value.next
      if (said.value.rows.length > 0 || said.value.next === null) break
      from = said.value.next
    }
    busyFor.value = null
  }

  function range(_first: number, end: number): void {
    if (next.value !== null && end >= rows.value.length - AHEAD) void fetchFrom(next.value)
  }

  async function reload(): Promise<void> {
    turn.value += 1
    rows.value = []
    next.value = null
    await fetchFrom(null)
  }

  watch(search, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void reload(), TYPING_MS)
  }, { deep: true })
  onMounted(reload)
  return { rows, last, isLooking, refusal, range, reload }
}
