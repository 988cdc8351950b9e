import { onBeforeUnmount, onMounted, toRaw, watch } from 'vue'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { usePutAway } from '#renderer/composables/index.ts'
import { useDesk } from '#renderer/desk/index.ts'
import type { ActionAnswers } from './action-form.ts'

/** After the last keystroke; what is typed for a case that is being taken down waits as long. */
export const KEEP_AFTER_MS = 300
const RETRY_AFTER_MS = 2000

export interface KeptActHold {
  /** The step is taken or given up. */
  readonly over: () => void
  /** Nothing is kept until its answer is called. */
  readonly hold: () => Promise<() => void>
  /** Another window's step may have ended what was kept: it is kept once more. */
  readonly keepAnew: () => Promise<boolean>
}

/**
 * What is filled in for a step is on disk soon after it is typed, so that neither a call that comes in nor a window that is
 * loaded anew costs it.
 */
export function useKeptAct(
  caseId: CaseId, action: CaseAction, answers: ActionAnswers, untouched: ActionAnswers,
): KeptActHold {
  const desk = useDesk()
  const empty = canonicalJson(untouched)
  let onDisk = canonicalJson(answers)
  let isOver = false
  let isHeld = false
  let isGone = false
  let soon: ReturnType<typeof setTimeout> | undefined
  // One at a time, in order.
  let running: Promise<boolean> = Promise.resolve(true)

  async function keep(): Promise<boolean> {
    const now: ActionAnswers = { ...toRaw(answers) }
    const text = isOver ? empty : canonicalJson(now)
    if (text === onDisk) return true
    if (isHeld) return false
    const kept = await desk.call.cases.keepAct({ caseId, action, answers: text === empty ? null : now })
    if (kept.ok) onDisk = text
    else if (!isGone) later(RETRY_AFTER_MS)
    return kept.ok
  }
  function keepNow(): Promise<boolean> {
    clearTimeout(soon)
    running = running.then(keep)
    return running
  }
  function later(ms: number): void {
    clearTimeout(soon)
    soon = setTimeout(() => void keepNow(), ms)
  }
  const leave = (): void => void keepNow()

  watch(answers, () => later(KEEP_AFTER_MS))
  usePutAway(keepNow)
  onMounted(() => {
    window.addEventListener('blur', leave)
    window.addEventListener('pagehide', leave)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('blur', leave)
    window.removeEventListener('pagehide', leave)
    isGone = true
    leave()
  })
  return {
    keepAnew: () => {
      onDisk = empty
      return keepNow()
    },
    hold: async () => {
      clearTimeout(soon)
      isHeld = true
      // One that is on its way arrives before what comes next.
      await running
      return () => {
        isHeld = false
        later(KEEP_AFTER_MS)
      }
    },
    over: () => {
      isOver = true
      leave()
    },
  }
}
