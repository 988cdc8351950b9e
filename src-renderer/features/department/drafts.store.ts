import { defineStore } from 'pinia'
import { computed, onScopeDispose, reactive, ref, watch } from 'vue'
import { usePorts } from './department-ports.ts'
import { emptyDraft, isWorthKeeping } from './draft.ts'
import type { Draft, Step } from './draft.ts'
import { DraftShelf } from './draft-shelf.ts'
import { useDepartmentSession } from './session.store.ts'

/**
 * What has been typed and not yet been taken, by case; this person's only. Several windows may share what is kept on this
 * machine: each writes only the fields it changes, over what lies there now.
 */
export const useDrafts = defineStore('department-drafts', () => {
  const { storage } = usePorts()
  const session = useDepartmentSession()
  const shelf = computed(() => (session.signedIn === null ? null : new DraftShelf(storage, session.signedIn.person)))
  const inHand = reactive(new Map<string, Draft>())
  /** This machine could not keep them: what lies there is older than what is in hand. */
  const unkept = new Set<string>()
  /** Everything was cleared away while they were in hand: that none lies there is nobody's word on them. */
  const cleared = new Set<string>()
  /** False: this machine cannot keep it over a reload. */
  const isKept = ref(true)

  watch(() => session.signedIn?.person, () => {
    inHand.clear()
    unkept.clear()
    cleared.clear()
  }, { flush: 'sync' })

  function of(caseId: string): Draft {
    return inHand.get(caseId) ?? shelf.value?.read(caseId) ?? emptyDraft()
  }

  /** With what another window has written since; which panel stands open is each window's own. */
  function refresh(caseId: string): Draft {
    const mine = inHand.get(caseId)
    const stored = shelf.value?.read(caseId)
    if (stored !== undefined) cleared.delete(caseId)
    if (mine !== undefined && (unkept.has(caseId) || (stored === undefined && !isSettled(caseId, mine)))) return mine
    const draft: Draft = { ...(stored ?? emptyDraft()), ...(mine !== undefined && { open: mine.open }) }
    inHand.set(caseId, draft)
    return draft
  }

  /** Another window has settled it: it was kept, and that window has taken it away. */
  function isSettled(caseId: string, mine: Draft): boolean {
    return shelf.value?.isAbsent(caseId) === true && !cleared.has(caseId) && isWorthKeeping(mine)
  }

  function change(caseId: string, part: Partial<Draft> | ((draft: Draft) => Partial<Draft>)): void {
    const before = refresh(caseId)
    const draft = { ...before, ...(typeof part === 'function' ? part(before) : part) }
    // An act that is on its way is settled by its outcome alone; another one does not take its place.
    if (before.sending !== null && draft.sending !== null) draft.sending = before.sending
    inHand.set(caseId, draft)
    isKept.value = shelf.value?.keep(caseId, draft) ?? true
    if (!isKept.value) {
      unkept.add(caseId)
      return
    }
    unkept.delete(caseId)
    cleared.delete(caseId)
  }

  function setWords(caseId: string, step: Step, words: string): void {
    change(caseId, (draft) => ({ words: { ...draft.words, [step]: words } }))
  }

  /** Cases at which something is left. */
  const cases = (): readonly string[] => [...new Set([...inHand.keys(), ...(shelf.value?.cases() ?? [])])]

  function heed({ key }: StorageEvent): void {
    // Null: everything was cleared away, which settles nothing; with the next word what is in hand is kept again.
    if (key === null) for (const caseId of inHand.keys()) cleared.add(caseId)
    const caseId = key === null ? undefined : shelf.value?.caseOf(key)
    if (caseId !== undefined) refresh(caseId)
  }
  window.addEventListener('storage', heed)
  onScopeDispose(() => window.removeEventListener('storage', heed))

  return { isKept, of, refresh, change, setWords, cases }
})
