import { computed, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { Contracts, ReplyOf } from '#shared/contracts/index.ts'
import type { DependentsChoice, OutboxDetail } from '#shared/contracts/link.contract.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useNow } from '#renderer/composables/index.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'
import { hasNewChoice, movedLines, verOf } from './moved-lines.ts'
import type { MovedLine } from './moved-lines.ts'
import { useTrayWords } from './tray-words.store.ts'
import { useWithdrawn } from './withdrawn.store.ts'

type Settled = ReplyOf<Contracts['outbox']['settle']>
export type Side = 'mine' | 'theirs'

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
  /** False when it was refused. `title` names the step where it can be taken back, when the entry itself has left. */
  readonly withdraw: (reason: string, title: string, along: 'withdraw' | 'leave') => Promise<boolean>
}

/** What a person decides about one entry of the tray. */
export function useDecision(id: CmdId): Decision {
  const desk = useDesk()
  const { value: detail } = useTopic(desk.watch.outbox.entry, () => ({ id }))
  /** What the sides were chosen from: a side is a value only together with this. */
  const seen = shallowRef<OutboxDetail | null>(null)
  const sides = ref<Readonly<Record<string, Side>>>({})
  const kept = useTrayWords()
  const session = useSessionStore()
  const withdrawn = useWithdrawn()
  const nowMs = useNow()
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

  async function settle(choice: 'again' | 'merge' | 'withdraw', said: string, along: DependentsChoice): Promise<Settled | null> {
    if (busy.value || seen.value === null) return null
    busy.value = true
    const seenVer = choice === 'withdraw' ? null : verOf(seen.value)
    const reply = await desk.call.outbox.settle({ id, choice, sides: sides.value, words: said, dependents: along, seenVer })
    busy.value = false
    refusal.value = reply.ok ? undefined : reply.error
    if (reply.ok) kept.forget(id)
    return reply.ok ? reply.value : null
  }

  async function withdraw(reason: string, title: string, what: 'withdraw' | 'leave'): Promise<boolean> {
    const person = session.signedIn?.person
    const done = await settle('withdraw', reason, what)
    if (done === null) return false
    const along = Math.max(0, done.settled.length - 1)
    if (done.undoUntil !== null) withdrawn.tell({ id, title, along, until: done.undoUntil, person }, nowMs.value)
    return true
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
    withdraw,
  }
}
