import { computed, ref, shallowRef, watch } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { ClassChoice, DraftForm, PlaceFacts } from '#shared/contracts/intake.contract.ts'
import type { Limit } from '#shared/domain/case/terms.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { text as say } from '#renderer/i18n/index.ts'
import type { ChoiceOption } from '#renderer/ui/index.ts'
import { useCatalogueStore } from './catalogue.store.ts'
import { classLabel, createClassFinder, exactClass } from './class-finder.ts'
import { loadSpelling } from './spelling.ts'
import { useAnswer } from './use-answer.ts'

const MOST_OPTIONS = 40
const SUGGEST_AFTER_MS = 250

export interface ClassSuggestion {
  readonly code: string
  readonly name: string
  /** 0 to 1; null when it comes from the component, not from words. */
  readonly share: number | null
}

export interface ClassPart {
  /** What stands in the field: a picked class with its name, or what is being typed. */
  readonly text: Ref<string>
  readonly choice: ComputedRef<ClassChoice | undefined>
  readonly options: ComputedRef<readonly ChoiceOption[]>
  readonly more: ComputedRef<number>
  readonly conditions: ComputedRef<readonly ChoiceOption[]>
  readonly limit: ComputedRef<Limit | undefined>
  /** From the words and the component; never over the operator's own choice. */
  readonly suggestions: ComputedRef<readonly ClassSuggestion[]>
  readonly type: (typed: string) => void
  readonly pick: (code: string) => void
  /** The field is left: a class named exactly is shown whole. */
  readonly settle: () => void
}

/** 小类: found by code, Chinese or pinyin, or suggested from the words. Half-typed letters are kept in the draft too. */
export function useClass(form: DraftForm, facts: () => PlaceFacts | null): ClassPart {
  const desk = useDesk()
  const catalogue = useCatalogueStore()
  const spell = shallowRef<Awaited<ReturnType<typeof loadSpelling>>>()
  const classes = computed(() => catalogue.catalogue?.classes ?? [])
  const find = computed(() => createClassFinder(classes.value, spell.value))
  const choice = computed(() => catalogue.findClass(form.classCode))
  const text = ref(form.classCode)
  const isTyping = ref(false)
  const found = computed(() => find.value(isTyping.value ? text.value : ''))
  const said = useAnswer(
    () => (form.description.trim().length < 2 ? null : { text: form.description }),
    desk.call.intake.suggestClass,
    { afterMs: SUGGEST_AFTER_MS },
  )
  void loadSpelling().then((loaded) => (spell.value = loaded))
  void catalogue.refresh(desk)

  function settle(): void {
    isTyping.value = false
    if (choice.value !== undefined) text.value = classLabel(choice.value)
  }

  function choose(code: string): void {
    if (code === form.classCode) return
    form.classCode = code
    const conditions = choice.value?.conditions ?? []
    // A condition belongs to its class; the only one there is needs no choosing.
    form.conditionId = conditions.length === 1 ? (conditions[0]?.id ?? '') : ''
  }

  function type(typed: string): void {
    isTyping.value = true
    text.value = typed
    choose(exactClass(classes.value, typed)?.code ?? typed.trim().slice(0, 16))
  }

  function pick(code: string): void {
    choose(code)
    settle()
  }

  watch(choice, () => {
    if (!isTyping.value) settle()
  }, { immediate: true })

  return {
    text, choice, type, pick, settle,
    options: computed(() => found.value.slice(0, MOST_OPTIONS).map(optionOf)),
    more: computed(() => Math.max(0, found.value.length - MOST_OPTIONS)),
    conditions: computed(() => (choice.value?.conditions ?? []).map(({ id, text: words, limits }) => ({
      value: id, label: words, aside: say(`cases.limit.${limits[gradeOf(facts())].kind}`, { n: limits[gradeOf(facts())].value }),
    }))),
    limit: computed(() => catalogue.limitOf(form.classCode, form.conditionId, gradeOf(facts()))),
    suggestions: computed(() => withComponent(said.latest.value ?? [], form, facts(), catalogue.findClass)),
  }
}

export const gradeOf = (facts: PlaceFacts | null): 'A' | 'B' | 'C' => facts?.areaGrade ?? 'B'

const optionOf = ({ code, name, majorName }: ClassChoice): ChoiceOption => ({ value: code, code, label: name, note: majorName })

function withComponent(
  said: readonly ClassSuggestion[],
  form: DraftForm,
  facts: PlaceFacts | null,
  findClass: (code: string) => ClassChoice | undefined,
): ClassSuggestion[] {
  const component = facts?.nearestComponents.find(({ code }) => code === form.component)
  const own = component === undefined ? undefined : findClass(component.classCode)
  const first = own === undefined ? [] : [{ code: own.code, name: own.name, share: null }]
  return [...first, ...said.filter(({ code }) => code !== own?.code)].slice(0, 3)
}
