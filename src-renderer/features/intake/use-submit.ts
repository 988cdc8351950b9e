import { computed, ref, shallowRef } from 'vue'
import type { ComputedRef, Ref, ShallowRef } from 'vue'
import type { Saved } from '#shared/contracts/cases.contract.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { missingParts } from './missing.ts'
import type { DraftStanding, MissingPart } from './missing.ts'
import { reachesOf } from './posts.ts'
import type { Reach } from './posts.ts'
import type { OpenDraft } from './use-draft.ts'

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

/** How a draft ends: as a case, as a note on another one, or thrown away. */
export function useSubmit(open: OpenDraft, standing: () => DraftStanding): SubmitPart {
  const desk = useDesk()
  const workbench = useWorkbenchStore()
  const session = useTopic(desk.watch.session.status, () => ({}))
  const isBusy = ref(false)
  const refusal = shallowRef<Refusal | null>(null)
  const { id, caseId } = open.draft
  let isTried = false

  function leaveFor(to: CaseId): void {
    open.end()
    workbench.select({ kind: 'case', id: to })
  }

  async function finish(into: CaseId, send: () => Promise<Result<Saved>>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    refusal.value = null
    await open.flush()
    const saved = await send()
    isBusy.value = false
    if (saved.ok) leaveFor(saved.value.caseId)
    // The first try had landed although its answer was lost: the case stands.
    else if (saved.error.code === 'case-exists' || (isTried && saved.error.code === 'not-found')) leaveFor(into)
    else refusal.value = saved.error
    isTried = true
  }

  return {
    isBusy, refusal,
    reaches: computed(() => reachesOf(session.value.value?.signedIn?.posts ?? [])),
    missing: (reach) => missingParts(standing(), reach),
    submit: (upTo) => finish(caseId, () => {
      const form = { ...open.content(), department: standing().department }
      return desk.call.intake.submit({ id, form, upTo })
    }),
    merge: (into) => finish(into, () => desk.call.intake.mergeInto({ id, form: open.content(), caseId: into })),
    discard: async () => {
      await open.flush()
      const gone = await desk.call.intake.discard({ id })
      if (gone.ok) open.end()
      else refusal.value = gone.error
      return gone.ok
    },
  }
}
