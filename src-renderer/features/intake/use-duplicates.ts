import { computed, onScopeDispose, ref, watchEffect } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { Draft, DraftForm, Duplicate, PlaceFacts } from '#shared/contracts/intake.contract.ts'
import { defaultDuplicateRule } from '#shared/domain/geometry/duplicates.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useDesk, useTopic } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'
import { useAnswer } from './use-answer.ts'

export interface DuplicatesPart {
  readonly list: ComputedRef<readonly Duplicate[]>
  /** Nobody has said yet what they are. */
  readonly open: ComputedRef<number>
  /** They are still being looked for. */
  readonly isAsking: Readonly<Ref<boolean>>
  /** Why they could not be looked for: then the operator goes on without. */
  readonly refusal: Readonly<Ref<Refusal | null>>
}

/** Others report too: what was no duplicate before an outage, or a minute ago, may be one now. */
const ANEW_EVERY_MS = 30_000

function useOftenAnew(): () => string {
  const { value: link } = useTopic(useDesk().watch.link.status, () => ({}))
  const round = ref(0)
  const timer = setInterval(() => (round.value += 1), ANEW_EVERY_MS)
  onScopeDispose(() => {
    clearInterval(timer)
  })
  return () => `${link.value?.rung === 'normal'} ${round.value}`
}

/** 疑似重复 while typing, in the form and on the map: same class, near in place and time. */
export function useDuplicates(
  draft: Draft, form: DraftForm, classKnown: () => boolean, facts: () => PlaceFacts | null,
): DuplicatesPart {
  const desk = useDesk()
  const workbench = useWorkbenchStore()
  const answer = useAnswer(
    () => (!classKnown() || form.lng === null || form.lat === null ? null
      : { classCode: form.classCode, lng: form.lng, lat: form.lat, except: draft.caseId }),
    desk.call.intake.duplicates,
    { anew: useOftenAnew() },
  )
  const list = computed(() => answer.value.value ?? [])

  watchEffect(() => {
    const point = form.lng === null || form.lat === null ? null : { lng: form.lng, lat: form.lat }
    workbench.mark({
      point,
      radiusM: point !== null && classKnown() ? defaultDuplicateRule.withinM : null,
      gridCode: facts()?.place.grid ?? null,
      numbered: list.value.flatMap(({ brief: { lng, lat, className } }, at) =>
        lng === null || lat === null ? [] : [{ n: at + 1, lng, lat, label: className }]),
    })
  })
  return {
    list,
    open: computed(() => (form.notDuplicateBecause.trim() === '' ? list.value.length : 0)),
    isAsking: answer.isAsking,
    refusal: answer.refusal,
  }
}
