// One draft in hand, shared by the parts of its form.
import { computed, inject, provide, ref } from 'vue'
import type { ComputedRef, InjectionKey, Ref } from 'vue'
import type { Contracts, ReplyOf } from '#shared/contracts/index.ts'
import type { DepartmentAdvice, Draft } from '#shared/contracts/intake.contract.ts'
import { normalisePhone } from '#shared/domain/personal/phone.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useAdvice } from './use-advice.ts'
import { useAnswer } from './use-answer.ts'
import type { Answer } from './use-answer.ts'
import { useClass } from './use-class.ts'
import type { ClassPart } from './use-class.ts'
import { useDraft } from './use-draft.ts'
import type { OpenDraft } from './use-draft.ts'
import { useDuplicates } from './use-duplicates.ts'
import type { DuplicatesPart } from './use-duplicates.ts'
import { usePlace } from './use-place.ts'
import type { PlacePart } from './use-place.ts'
import { useSubmit } from './use-submit.ts'
import type { SubmitPart } from './use-submit.ts'

type CallerHistory = ReplyOf<Contracts['intake']['callerHistory']>
const CALLER_AFTER_MS = 250

export interface DraftSession {
  readonly open: OpenDraft
  readonly place: PlacePart
  readonly classes: ClassPart
  readonly duplicates: DuplicatesPart
  readonly caller: Answer<CallerHistory>
  /** For the present class and place; null until it has come. */
  readonly advice: ComputedRef<readonly DepartmentAdvice[] | null>
  readonly adviceRefusal: Readonly<Ref<Refusal | null>>
  /** The operator's choice, else the best advice. */
  readonly department: ComputedRef<string>
  /** Files are still being stored on this machine, or removed from it. */
  readonly filesPending: Ref<boolean>
  readonly ending: SubmitPart
}

const key: InjectionKey<DraftSession> = Symbol('draft session')

export function provideDraftSession(draft: Draft, root: () => HTMLElement | null | undefined): DraftSession {
  const desk = useDesk()
  const open = useDraft(draft, root)
  const { form } = open
  const filesPending = ref(false)
  const place = usePlace(form, () => ending.isBusy.value)
  const classes = useClass(form, () => place.facts.value)
  const isClassKnown = (): boolean => classes.choice.value !== undefined
  const duplicates = useDuplicates(draft, form, isClassKnown, () => place.facts.value)
  const caller = useAnswer(
    () => (normalisePhone(form.reporterPhone) === undefined ? null : { phone: form.reporterPhone }),
    desk.call.intake.callerHistory,
    { afterMs: CALLER_AFTER_MS },
  )
  // Advice for a place that is not known yet would be advice for none.
  const said = useAdvice(() => (isClassKnown() && !place.isLocating.value ? {
    classCode: form.classCode,
    grid: place.facts.value?.place.grid ?? null,
    component: place.component.value === 'found' ? form.component.trim() : null,
  } : null))
  const isAdvicePending = computed(() => isClassKnown() && (place.isLocating.value || said.isAsking.value))
  const advice = computed(() => said.value.value ?? (isAdvicePending.value ? null : []))
  const department = computed(() => (form.department === '' ? (advice.value?.[0]?.department ?? '') : form.department))
  const ending: SubmitPart = useSubmit(open, () => ({
    no: draft.no,
    form,
    classKnown: isClassKnown(),
    componentWrong: place.component.value === 'unknown',
    filesPending: filesPending.value,
    duplicatesPending: duplicates.isAsking.value,
    advicePending: isAdvicePending.value,
    openDuplicates: duplicates.open.value,
    department: department.value,
  }))
  const session: DraftSession = {
    ...{ open, place, classes, duplicates, caller, advice, department, filesPending, ending },
    adviceRefusal: said.refusal,
  }
  provide(key, session)
  return session
}

export function useDraftSession(): DraftSession {
  const session = inject(key)
  if (session === undefined) throw new Error('useDraftSession: no draft was provided')
  return session
}
