import { computed, ref } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { OutboxEntry } from '#shared/contracts/link.contract.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'

export type Choice = 'again' | 'withdraw'

export interface OutboxTrayState {
  readonly entries: ComputedRef<readonly OutboxEntry[]>
  /** False until the first snapshot. */
  readonly isKnown: ComputedRef<boolean>
  readonly oldestAt: ComputedRef<number | null>
  readonly selected: ComputedRef<OutboxEntry | undefined>
  readonly select: (index: number) => void
  readonly busy: Ref<boolean>
  /** Why the last choice could not be carried out. */
  readonly refusal: Ref<Refusal | undefined>
  readonly settle: (choice: Choice) => Promise<void>
}

/** The tray, live. The selection follows its command, not its row; when that one has left, the first takes its place. */
export function useOutboxTray(): OutboxTrayState {
  const desk = useDesk()
  const { value: tray } = useTopic(desk.watch.outbox.tray, () => ({}))
  const chosen = ref<CmdId>()
  const busy = ref(false)
  const refusal = ref<Refusal>()
  const entries = computed(() => tray.value?.entries ?? [])
  const selected = computed(() => entries.value.find(({ id }) => id === chosen.value) ?? entries.value[0])

  function select(index: number): void {
    chosen.value = entries.value[index]?.id
    refusal.value = undefined
  }

  async function settle(choice: Choice): Promise<void> {
    const entry = selected.value
    if (entry === undefined || busy.value) return
    busy.value = true
    const reply = await desk.call.outbox.settle({ id: entry.id, choice })
    busy.value = false
    refusal.value = reply.ok ? undefined : reply.error
  }

  const isKnown = computed(() => tray.value !== null)
  const oldestAt = computed(() => tray.value?.oldestAt ?? null)
  return { entries, isKnown, oldestAt, selected, select, busy, refusal, settle }
}
