import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import { usePorts } from './department-ports.ts'
import { emptyDraft } from './draft.ts'
import type { Draft, Step } from './draft.ts'
import { DraftShelf } from './draft-shelf.ts'
import { useDepartmentSession } from './session.store.ts'

/** What has been typed and not yet been taken, by case; this person's only. */
export const useDrafts = defineStore('department-drafts', () => {
  const { storage } = usePorts()
  const session = useDepartmentSession()
  const shelf = computed(() => (session.signedIn === null ? null : new DraftShelf(storage, session.signedIn.person)))
  const inHand = reactive(new Map<string, Draft>())
  /** False: this machine cannot keep it over a reload. */
  const isKept = ref(true)

  watch(() => session.signedIn?.person, () => inHand.clear(), { flush: 'sync' })

  function of(caseId: string): Draft {
    return inHand.get(caseId) ?? shelf.value?.read(caseId) ?? emptyDraft()
  }

  function change(caseId: string, part: Partial<Draft>): void {
    const draft = { ...of(caseId), ...part }
    inHand.set(caseId, draft)
    isKept.value = shelf.value?.keep(caseId, draft) ?? true
  }

  function setWords(caseId: string, step: Step, words: string): void {
    change(caseId, { words: { ...of(caseId).words, [step]: words } })
  }

  /** Cases at which something is left. */
  const cases = (): readonly string[] => [...new Set([...inHand.keys(), ...(shelf.value?.cases() ?? [])])]

  return { isKept, of, change, setWords, cases }
})
