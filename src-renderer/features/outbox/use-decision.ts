import { computed, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { DependentsChoice, OutboxDetail } from '#shared/contracts/link.contract.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { hasNewChoice, movedLines, verOf } from './moved-lines.ts'
import type { MovedLine } from './moved-lines.ts'
import { useTrayWords } from './tray-words.store.ts'

export type Side = 'mine' | 'theirs'

/** A withdrawal that can still be taken back. */
export interface Undo {
  readonly id: CmdId
  readonly title: string
  /** Host time. */
  readonly until: number
}

export interface Decision {
  /** Both sides, live; null until they have arrived. */
  readonly detail: Readonly<ShallowRef<OutboxDetail | null>>
  /** Chosen side of every open field. */
  readonly sides: Ref<Readonly<Record<string, Side>>>
  /** 对方 is no longer what the sides were chosen from: nothing is sent before that was looked at. */
  readonly hasMoved: ComputedRef<boolean>
  readonly moved: ComputedRef<readonly MovedLine[]>
  readonly lookAgain: () => void
  /** Reason of the new act, where it needs one. */
  readonly words: Ref<string>
  readonly dependents: Ref<DependentsChoice>
  readonly needsWords: ComputedRef<boolean>
  /** Code of why it cannot be done again as it stands; undefined where it can. */
  readonly blocked: ComputedRef<string | undefined>
  readonly busy: Ref<boolean>
  /** Why the last choice could not be carried out. */
  readonly refusal: Ref<Refusal | undefined>
  readonly again: () => Promise<void>
  /** What can be taken back then; null when it was refused. */
  readonly withdraw: (reason: string) => Promise<number | null>
}

/** What a person decides about one entry of the tray. */
export function useDecision(id: CmdId): Decision {
  const desk = useDesk()
  const { value: detail } = useTopic(desk.watch.outbox.entry, () => ({ id }))
  /** What the sides were chosen from: a side is a value only together with this. */
  const seen = shallowRef<OutboxDetail | null>(null)
  const sides = ref<Readonly<Record<string, Side>>>({})
  const kept = useTrayWords()
  const words = computed({ get: () => kept.read(id, 'again') ?? '', set: (said) => kept.write(id, 'again', said) })
  const dependents = ref<DependentsChoice>('again')
  const busy = ref(false)
  const refusal = shallowRef<Refusal>()

  watch(detail, (now, before) => {
    if (now === null) return
    seen.value ??= now
    const known = before?.differences ?? []
    const open = now.differences.filter((line) => line.open)
    sides.value = Object.fromEntries(open.map((line) => [line.field, (hasNewChoice(line, known) ? undefined : sides.value[line.field]) ?? 'mine']))
    if (before == null && kept.read(id, 'again') === undefined) words.value = now.again.words
  }, { immediate: true })

  const moved = computed(() => movedLines(seen.value?.differences ?? [], detail.value?.differences ?? []))
  const hasMoved = computed(() => {
    if (detail.value === null || seen.value === null) return false
    const known = seen.value.differences
    return verOf(detail.value) !== verOf(seen.value) || detail.value.differences.some((line) => hasNewChoice(line, known))
  })

  const merges = computed(() => detail.value?.mergeRefusal === null)
  const isOtherAct = computed(() => detail.value !== null && detail.value.again.action !== detail.value.entry.action)
  const needsWords = computed(() => merges.value && isOtherAct.value)
  const blocked = computed(() => {
    const code = detail.value?.again.refusal?.code
    if (detail.value === null) return 'host-gone'
    if (hasMoved.value) return 'stale-base'
    if (!merges.value) return code
    const chosen = Object.values(sides.value)
    if (chosen.length > 0 && chosen.every((side) => side === 'theirs')) return 'merge-changes-nothing'
    return needsWords.value && words.value.trim() === '' ? 'reason-required' : undefined
  })

  async function settle(choice: 'again' | 'merge' | 'withdraw', said: string, along: DependentsChoice): Promise<number | null> {
    if (busy.value || seen.value === null) return null
    busy.value = true
    const seenVer = choice === 'withdraw' ? null : verOf(seen.value)
    const reply = await desk.call.outbox.settle({ id, choice, sides: sides.value, words: said, dependents: along, seenVer })
    busy.value = false
    refusal.value = reply.ok ? undefined : reply.error
    if (reply.ok) kept.forget(id)
    return reply.ok ? reply.value.undoUntil : null
  }

  return {
    ...{ detail, sides, hasMoved, moved, words, dependents, needsWords, blocked, busy, refusal },
    lookAgain: () => {
      seen.value = detail.value
      refusal.value = undefined
    },
    again: async () => {
      if (blocked.value === undefined) await settle(merges.value ? 'merge' : 'again', words.value, dependents.value)
    },
    withdraw: (reason) => settle('withdraw', reason, dependents.value === 'leave' ? 'leave' : 'withdraw'),
  }
}
