import { onBeforeUnmount, onMounted, toRaw, watch } from 'vue'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { refuse } from '#shared/kernel/result.ts'
import { usePutAway } from '#renderer/composables/index.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useAuthor, useSessionStore } from '#renderer/features/session/index.ts'
import { ActKeeper } from './act-keeper.ts'
import type { ActAnswers, ActPlace } from './act-keeper.ts'
import type { ActionAnswers } from './action-form.ts'
import { keyOfAct, useLeftActs } from './left-acts.store.ts'

export interface KeptActHold {
  /** False when it is not: what was written earlier could not be read and would be written over. */
  readonly isKept: boolean
  /** The step is taken or given up. */
  readonly over: () => void
  /** Nothing is kept until its answer is called. */
  readonly hold: () => Promise<() => void>
  /** Another window's step may have ended what was kept: it is kept once more; true when it is. */
  readonly keepAnew: () => Promise<boolean>
}

/**
 * What is filled in for a step is on disk soon after it is typed, so that neither a call that comes in nor a window that is
 * loaded anew costs it.
 */
export function useKeptAct(
  { caseId, action }: Pick<ActPlace, 'caseId' | 'action'>, answers: ActionAnswers, untouched: ActionAnswers, isEarlierKnown: boolean,
): KeptActHold {
  const left = useLeftActs()
  const place: ActPlace = { caseId, action, author: useSessionStore().signedIn?.person ?? null }
  const shown: ActAnswers = { read: () => ({ ...toRaw(answers) }), untouched }
  const keeper = left.take(keyOfAct(place)) ?? (isEarlierKnown ? newKeeper(place, shown) : null)
  if (keeper === null) return unkept(shown)
  const turn = keeper.begin(shown)
  const leave = (): void => void keeper.flush()

  watch(answers, () => keeper.touch())
  usePutAway(() => keeper.flush())
  onMounted(() => {
    window.addEventListener('blur', leave)
    window.addEventListener('pagehide', leave)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('blur', leave)
    window.removeEventListener('pagehide', leave)
    leave()
    left.leave(keyOfAct(place), keeper)
  })
  return { isKept: true, over: () => keeper.end(turn), hold: () => keeper.hold(), keepAnew: () => keeper.keepAnew() }
}

function newKeeper(place: ActPlace, shown: ActAnswers): ActKeeper {
  const desk = useDesk()
  const { author, isServed } = useAuthor()
  const { caseId, action } = place
  return new ActKeeper(place, author, shown, (answers) =>
    isServed() ? desk.call.cases.keepAct({ caseId, action, answers }) : Promise.resolve(refuse('no-session')))
}

/** Nobody is let go on as if these words were safe: the window is not loaded again under them. */
function unkept({ read, untouched }: ActAnswers): KeptActHold {
  const empty = canonicalJson(untouched)
  usePutAway(() => Promise.resolve(canonicalJson(read()) === empty))
  const nothing = (): void => undefined
  return { isKept: false, over: nothing, hold: () => Promise.resolve(nothing), keepAnew: () => Promise.resolve(false) }
}
