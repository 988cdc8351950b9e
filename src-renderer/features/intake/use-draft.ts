import { computed, onBeforeUnmount, onMounted, reactive, shallowRef, toRaw, watch } from 'vue'
import type { ShallowRef } from 'vue'
import type { Draft, DraftForm } from '#shared/contracts/intake.contract.ts'
import { refuse } from '#shared/kernel/result.ts'
import { usePutAway } from '#renderer/composables/index.ts'
import { useDesk, useDeskStore, useTopic } from '#renderer/desk/index.ts'
import { useAuthor } from '#renderer/features/session/index.ts'
import { DraftSaver } from './draft-saver.ts'
import type { SaveState } from './draft-saver.ts'
import { useLeftDrafts } from './left-drafts.store.ts'
import { useCaret } from './use-caret.ts'
import type { CaretKeeper } from './use-caret.ts'

export interface OpenDraft extends CaretKeeper {
  readonly draft: Draft
  /** Bound to the fields; every change of it is on disk within a second. */
  readonly form: DraftForm
  readonly save: Readonly<ShallowRef<SaveState>>
  /** Of what is known to be on disk: that is what ends with the draft, and nothing another window has typed. */
  readonly rev: () => number
  /** False while something is not on disk; {@link save} says why. */
  readonly flush: () => Promise<boolean>
  readonly keepMine: () => void
  /** Nothing is written any more: the draft is over (submitted, discarded), or the operator takes what is on disk. */
  readonly end: () => void
  /** After a refusal because another window has saved since; true where there was nothing to choose between. */
  readonly lookAgain: () => Promise<boolean>
  /** A copy nobody changes any more. */
  readonly content: () => DraftForm
}

/** A draft in hand: its form, kept safe while it is typed, whatever happens to the window or the host. */
export function useDraft(draft: Draft, root: () => HTMLElement | null | undefined): OpenDraft {
  const deskState = useDeskStore()
  const left = useLeftDrafts()
  const saver = left.take(draft.id) ?? newSaver(draft)
  // What was typed last and has not landed yet stands here again.
  const begun = saver.unsaved ?? draft
  const form = reactive({ ...begun.form })
  const save = shallowRef<SaveState>(saver.state)
  saver.listen((state) => (save.value = state))
  const keeper = useCaret(root, begun.caret)
  const content = (): DraftForm => ({ ...toRaw(form), attachments: [...toRaw(form).attachments] })
  const flush = (): Promise<boolean> => saver.flush()
  const flushNow = (): void => void flush()

  watch([form, keeper.caret], () => saver.change({ form: content(), caret: keeper.caret.value }))
  watch(() => [deskState.state, deskState.generation], () => {
    if (deskState.state === 'here') saver.retry()
  })
  watchWhetherOpen(draft, (isOpen) => {
    if (!isOpen || saver.isOver) void saver.lookWhetherOver({ form: content(), caret: keeper.caret.value })
  })
  usePutAway(flush)
  onMounted(() => {
    window.addEventListener('blur', flushNow)
    window.addEventListener('pagehide', flushNow)
    document.addEventListener('visibilitychange', flushNow)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('blur', flushNow)
    window.removeEventListener('pagehide', flushNow)
    document.removeEventListener('visibilitychange', flushNow)
    // What was typed last goes to disk although nobody looks at this form any more.
    saver.change({ form: content(), caret: keeper.caret.value })
    flushNow()
    left.leave(draft.id, saver)
  })

  return {
    ...{ draft, form, save, flush, content, rev: () => saver.rev },
    ...{ keepMine: () => saver.keepMine(), end: () => saver.close(), ...keeper },
    lookAgain: () => {
      saver.lookAgain({ form: content(), caret: keeper.caret.value })
      return flush()
    },
  }
}

/** Whether it stands among the open drafts of who sits here, told when that changes: another window ends it, or takes it back. */
function watchWhetherOpen({ id }: Draft, changed: (isOpen: boolean) => void): void {
  const { value: drafts } = useTopic(useDesk().watch.intake.drafts, () => ({}))
  const isOpen = computed(() => drafts.value?.some((one) => one.id === id))
  watch(isOpen, (is) => {
    if (is !== undefined) changed(is)
  }, { immediate: true })
}

function newSaver(draft: Draft): DraftSaver {
  const desk = useDesk()
  const { author, isServed } = useAuthor()
  const ifAuthor = <Answer>(ask: () => Promise<Answer>) => (isServed() ? ask() : Promise.resolve(refuse('no-session')))
  return new DraftSaver(
    draft,
    {
      author,
      save: (content, rev) => ifAuthor(() => desk.call.intake.save({ id: draft.id, ...content, rev })),
      load: () => ifAuthor(() => desk.call.intake.load({ id: draft.id })),
    },
    () => undefined,
  )
}
