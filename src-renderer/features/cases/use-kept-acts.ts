import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { FoundAct, KeptAct } from '#shared/contracts/cases.contract.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useDesk, useDeskStore } from '#renderer/desk/index.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'
import { useAskedActs } from './asked-acts.store.ts'
import { keyOfAct, useLeftActs } from './left-acts.store.ts'
import { useNotTaken } from './not-taken.store.ts'

export interface KeptActs {
  /** Begun here before and not taken: before a call came in, or the window was loaded anew. */
  readonly kept: ComputedRef<readonly KeptAct[]>
  /** Something is there that this machine cannot read. */
  readonly unreadable: ComputedRef<readonly CaseAction[]>
  /** Until then nobody knows what there is, and a step that is opened would be written over it. */
  readonly isRead: Ref<boolean>
  readonly notRead: Readonly<ShallowRef<Refusal | null>>
  /** Why they could not be cleared. */
  readonly refusal: Readonly<ShallowRef<Refusal | null>>
  readonly read: () => Promise<void>
  /** The step was taken or given up: shown no more. */
  readonly forget: (action: CaseAction) => void
  /** Given up without the step being open. */
  readonly clear: (action: CaseAction) => Promise<void>
}

/** The words of a person for steps of one case. */
export function useKeptActs(caseId: CaseId): KeptActs {
  const desk = useDesk()
  const deskStore = useDeskStore()
  const session = useSessionStore()
  const left = useLeftActs()
  const notTaken = useNotTaken()
  const asked = useAskedActs()
  const onDisk = shallowRef<readonly FoundAct[]>([])
  const isRead = ref(false)
  const notRead = shallowRef<Refusal | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  let round = 0
  /** Not on disk yet, and newer than what is. */
  const onTheirWay = computed(() => {
    const author = session.signedIn?.person ?? null
    return left.all.filter(({ place }) => place.caseId === caseId && place.author === author)
  })
  const isOnItsWay = (action: CaseAction): boolean => onTheirWay.value.some(({ place }) => place.action === action)
  const found = computed(() => onDisk.value.filter(({ action }) => !isOnItsWay(action)))
  const unreadable = computed(() => found.value.flatMap(({ action, answers }) => (answers === null ? [action] : [])))
  const kept = computed((): readonly KeptAct[] => [
    ...found.value.flatMap(({ action, answers }) => (answers === null ? [] : [{ action, answers }])),
    ...onTheirWay.value.flatMap(({ place: { action }, unsaved }) => (unsaved === null ? [] : [{ action, answers: unsaved }])),
  ])

  async function read(): Promise<void> {
    const mine = (round += 1)
    isRead.value = false
    const said = await desk.call.cases.keptActs({ caseId })
    if (mine !== round) return
    notRead.value = said.ok ? null : said.error
    if (!said.ok) return
    onDisk.value = said.value
    isRead.value = true
  }
  function forget(action: CaseAction): void {
    onDisk.value = onDisk.value.filter((one) => one.action !== action)
  }
  async function clear(action: CaseAction): Promise<void> {
    const place = { caseId, action, author: session.signedIn?.person ?? null }
    const key = keyOfAct(place)
    const keeper = left.take(key)
    const cleared = await desk.call.cases.keepAct({ caseId, action, answers: null })
    refusal.value = cleared.ok ? null : cleared.error
    if (cleared.ok) {
      keeper?.close()
      notTaken.forget(place)
      asked.forget(place)
      forget(action)
    } else if (keeper !== undefined) left.leave(key, keeper)
  }

  onMounted(read)
  watch(() => [deskStore.generation, session.served], () => {
    if (!isRead.value) void read()
  })
  // What has landed is read from there: the words read before are older, and those given up or sent stand nowhere any more.
  watch(onTheirWay, (now, before) => {
    const landed = before.filter((one) => one.isSettled && !now.includes(one))
    for (const { place, unsaved } of landed) if (unsaved === null) forget(place.action)
    if (landed.length > 0) void read()
  }, { flush: 'sync' })
  return { kept, unreadable, isRead, notRead, refusal, read, forget, clear }
}
