import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { Saved } from '#shared/contracts/cases.contract.ts'
import type { DraftForm } from '#shared/contracts/intake.contract.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { wordsIn } from './draft-saver.ts'
import { missingParts } from './missing.ts'
import type { DraftStanding, MissingPart } from './missing.ts'
import { reachesOf } from './posts.ts'
import type { Reach } from './posts.ts'
import type { OpenDraft } from './use-draft.ts'
import { useIntakeStore } from './use-intake.ts'

export interface SubmitPart {
  /** How far this person's posts reach, farthest last; empty when they may not report at all. */
  readonly reaches: ComputedRef<readonly Reach[]>
  readonly missing: (reach: Reach) => readonly MissingPart[]
  readonly submit: (reach: Reach) => Promise<void>
  readonly merge: (into: CaseId) => Promise<void>
  /** True when it was discarded. */
  readonly discard: () => Promise<boolean>
  readonly isBusy: Ref<boolean>
  readonly refusal: ShallowRef<Refusal | null>
}

/** What would become of the draft: the case it goes into, or nothing. */
type Target = CaseId | 'nothing'

/** Sent, and the answer was lost with the host: it may have landed. */
interface LostTry {
  readonly target: Target
  readonly words: string
}

/** How a draft ends: as a case, as a note on another one, or thrown away. */
export function useSubmit(open: OpenDraft, standing: () => DraftStanding): SubmitPart {
  const desk = useDesk()
  const session = useTopic(desk.watch.session.status, () => ({}))
  const isBusy = ref(false)
  const { refusal, say, leaveFor } = useEnding(open)
  const { id, caseId } = open.draft
  let lost: LostTry | null = null

  /** True when it is over. What was typed after a try that had landed all the same stays to be looked at, beside its case. */
  async function end(target: Target, send: (form: DraftForm) => Promise<Result<unknown>>): Promise<boolean> {
    let isSaved = await open.flush()
    // Only the caret can have moved meanwhile.
    while (!isSaved && open.save.value.kind === 'saving') isSaved = await open.flush()
    const { kind } = open.save.value
    if (!isSaved && kind === 'conflict') return false
    if (!isSaved && target !== 'nothing') {
      const code = open.save.value.kind === 'failed' ? open.save.value.code : 'storage-failed'
      if (code === 'not-found' && lost?.target === target) return true
      say({ code })
      return false
    }
    const form = open.content()
    const words = wordsIn(form)
    let sent = await send(form)
    if (!sent.ok && sent.error.code === 'stale-base') {
      if (!(await open.lookAgain())) return false
      sent = await send(form)
    }
    const isOver = !sent.ok && (sent.error.code === 'not-found' || sent.error.code === 'case-exists')
    const hadLanded = isOver && lost?.target === target && lost.words === words
    lost = !sent.ok && sent.error.code === 'host-gone' ? { target, words } : null
    if (!sent.ok && !hadLanded) {
      say(sent.error)
      return false
    }
    open.end()
    return true
  }

  async function once(target: Target, send: (form: DraftForm) => Promise<Result<unknown>>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    say(null)
    const isOver = await end(target, send)
    isBusy.value = false
    return isOver
  }

  async function finish(into: CaseId, send: (form: DraftForm) => Promise<Result<Saved>>): Promise<void> {
    if (await once(into, send)) leaveFor(into)
  }

  return {
    isBusy, refusal,
    reaches: computed(() => reachesOf(session.value.value?.signedIn?.posts ?? [])),
    missing: (reach) => missingParts(standing(), reach),
    submit: (upTo) => finish(caseId, (form) => {
      const { department } = standing()
      return desk.call.intake.submit({ id, form: { ...form, department }, rev: open.rev(), upTo })
    }),
    merge: (into) => finish(into, (form) => desk.call.intake.mergeInto({ id, form, rev: open.rev(), caseId: into })),
    discard: () => once('nothing', () => desk.call.intake.discard({ id, rev: open.rev() })),
  }
}

/** How it ended is said in the form while it stands, else beside the queue; nobody is pulled out of the next call. */
function useEnding(open: OpenDraft): {
  readonly refusal: ShallowRef<Refusal | null>
  readonly say: (why: Refusal | null) => void
  readonly leaveFor: (to: CaseId) => void
} {
  const workbench = useWorkbenchStore()
  const session = useSessionStore()
  const intake = useIntakeStore()
  const refusal = shallowRef<Refusal | null>(null)
  const { id, no } = open.draft
  const person = session.signedIn?.person
  let isLeft = false
  onBeforeUnmount(() => (isLeft = true))

  return {
    refusal,
    say: (why) => {
      refusal.value = why
      intake.forget(id)
      if (why !== null && isLeft) intake.tell({ id, no, person, refusal: why })
    },
    leaveFor: (to) => {
      const { selection } = workbench
      if (selection.kind === 'draft' && selection.id === id) workbench.select({ kind: 'case', id: to })
    },
  }
}
