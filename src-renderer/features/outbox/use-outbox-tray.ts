import { computed, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { WireRefusal } from '#shared/contracts/frames.ts'
import type { OutboxEntry, OutboxPage } from '#shared/contracts/link.contract.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'
import { useReadAt } from '#renderer/composables/index.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { readWholeList } from './read-whole-list.ts'

export type Show = 'all' | 'person' | 'waiting'

export interface OutboxTrayState {
  readonly show: Ref<Show>
  readonly text: Ref<string>
  /** Entries that fit what is asked; undefined until the first snapshot. */
  readonly total: ComputedRef<number | undefined>
  /** The rows could not be read anew: they are shown as old, as of `readAt`. */
  readonly isOld: Readonly<Ref<boolean>>
  readonly readAt: Readonly<Ref<number | undefined>>
  /** Why nothing could be read yet. */
  readonly refusal: ComputedRef<WireRefusal | null>
  readonly counts: ComputedRef<OutboxPage['counts']>
  readonly oldestAt: ComputedRef<number | null>
  /** Undefined where the row has not arrived yet. */
  readonly at: (index: number) => OutboxEntry | undefined
  readonly range: (first: number, last: number) => void
  readonly selected: ComputedRef<OutboxEntry | undefined>
  readonly selectedIndex: ComputedRef<number>
  readonly select: (index: number) => void
  /** What was selected has left and another stands in its place: no key acts on that before somebody has turned to it. */
  readonly hasSlid: Readonly<Ref<boolean>>
  readonly attend: () => void
  /** Everything that fits what is asked now, for a list to hand over; whole or refused. */
  readonly all: () => Promise<Result<OutboxEntry[]>>
}

/** Rows asked for at once, and the step by which the window over the list moves. */
const PAGE = 200
const STEP = 50
const none = { waiting: 0, rejected: 0, held: 0 }

/** The tray, live, however long: a window of rows around what is in sight. The selection follows its command, not its row. */
export function useOutboxTray(): OutboxTrayState {
  const desk = useDesk()
  const show = ref<Show>('all')
  const text = ref('')
  const offset = ref(0)
  const chosen = shallowRef<{ readonly index: number; readonly id: CmdId | undefined }>({ index: 0, id: undefined })
  const hasSlid = ref(false)
  const ask = computed(() => ({ show: show.value, text: text.value.trim().slice(0, 60), offset: offset.value, limit: PAGE }))
  const { value: page, refusal, isOld } = useTopic(desk.watch.outbox.tray, ask)
  const at = (index: number): OutboxEntry | undefined => page.value?.entries[index - page.value.offset]

  watch([show, text], () => {
    offset.value = 0
    hasSlid.value = false
    chosen.value = { index: 0, id: undefined }
  }, { flush: 'sync' })
  watch(page, () => {
    if (page.value === null) return
    const { index, id } = chosen.value
    const { entries, offset: from, total } = page.value
    const found = entries.findIndex((entry) => entry.id === id)
    // Rows that were not asked for say nothing of what has left; it is looked for when they are in the window again.
    const isInWindow = index >= total || (index >= from && index < from + PAGE)
    if (found < 0 && id !== undefined && !isInWindow) return
    if (found < 0 && id !== undefined) hasSlid.value = true
    // What has left is followed by what now stands in its place.
    const next = found < 0 ? Math.max(0, Math.min(index, total - 1)) : found + from
    chosen.value = { index: next, id: at(next)?.id }
  })

  function range(first: number, last: number): void {
    const isInside = first >= offset.value && last < offset.value + PAGE
    if (!isInside) offset.value = Math.max(0, Math.floor((first - STEP) / STEP) * STEP)
  }

  function all(): Promise<Result<OutboxEntry[]>> {
    // What is typed into the search meanwhile is another question.
    const asked = ask.value
    return readWholeList((from, limit) => desk.call.outbox.page({ ...asked, offset: from, limit }))
  }

  return {
    ...{ show, text, at, range, all },
    isOld,
    readAt: useReadAt(() => page.value),
    refusal: computed(() => (page.value === null ? refusal.value : null)),
    total: computed(() => page.value?.total),
    counts: computed(() => page.value?.counts ?? none),
    oldestAt: computed(() => page.value?.oldestAt ?? null),
    selected: computed(() => at(chosen.value.index)),
    selectedIndex: computed(() => ((page.value?.total ?? 0) === 0 ? -1 : chosen.value.index)),
    hasSlid,
    attend: () => {
      hasSlid.value = false
    },
    select: (index) => {
      hasSlid.value = false
      chosen.value = { index, id: at(index)?.id }
    },
  }
}
