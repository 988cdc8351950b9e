import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { CaseView, Saved } from '#shared/contracts/cases.contract.ts'
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'
import type { ActPlace } from './act-keeper.ts'
import { useAskedActs } from './asked-acts.store.ts'
import type { AskedFor } from './asked-acts.store.ts'
import { useNotTaken } from './not-taken.store.ts'
import { useStillSaved } from './still-saved.store.ts'
import type { KeptActHold } from './use-kept-act.ts'

/** Under which id a step was saved, and how many were waiting before it. */
export type Taken = Pick<Saved, 'cmdId' | 'waiting'>

export interface ActToSend {
  readonly view: () => CaseView
  readonly action: CaseAction
  readonly kept: Pick<KeptActHold, 'over' | 'hold'>
  readonly body: () => Result<ActBody>
  readonly seenVer: () => number
  /** The panel was opened with what had been written for the step before. */
  readonly isGoingOn: boolean
  readonly done: (taken: Taken) => void
}

export interface SentAct {
  readonly isBusy: Ref<boolean>
  /** Why the step was not taken; also of the one that was sent before the panel was left: it is said here from now on. */
  readonly refusal: ShallowRef<Refusal | null>
  readonly send: () => Promise<void>
  /** By hand: whoever closes a step while it is on its way is told when it is saved all the same. */
  readonly close: () => void
  /** Whoever gives a step up while it is on its way is told nothing of its refusal. */
  readonly giveUp: () => void
}

/** A step on its way to the host, and how it ends, also where its answer is lost or its panel is left meanwhile. */
export function useSentAct({ view, action, kept, body, seenVer, isGoingOn, done }: ActToSend): SentAct {
  const desk = useDesk()
  const notTaken = useNotTaken()
  const asked = useAskedActs()
  const stillSaved = useStillSaved()
  const { id: caseId, no, className } = view().row
  const session = useSessionStore()
  const whoSitsHere = (): PersonId | null => session.signedIn?.person ?? null
  const place: ActPlace = { caseId, action, author: whoSitsHere() }
  const isBusy = ref(false)
  const refusal = shallowRef(notTaken.take(place))
  const isAskedAgain = isGoingOn || refusal.value !== null
  let isLeft = false
  let isClosed = false
  let isGivenUp = false
  const hasGivenUp = (): boolean => isGivenUp
  onBeforeUnmount(() => (isLeft = true))

  function askedFor(said: ActBody): AskedFor {
    return { what: JSON.stringify(said), seenVer: raisesVersion(action) ? seenVer() : null }
  }
  function end(taken: Taken): void {
    kept.over()
    notTaken.forget(place)
    if (isLeft) {
      if (isClosed) stillSaved.tell({ place, no, className, taken })
      return
    }
    asked.forget(place)
    done(taken)
  }
  const inStory = (id: string | undefined): CaseView['flow'][number] | undefined => view().flow.find((one) => one.id === id)

  /** Asked for before, and its answer was lost or is still to come: it stands in the story of the case, so it was saved. */
  function lookInStory(): void {
    const before = asked.of(place)
    const record = inStory(before?.id)
    const now = body()
    if (isBusy.value || record === undefined || !now.ok || before?.what !== askedFor(now.value).what) return
    end({ cmdId: record.id, waiting: Math.max(0, (record.pendingAt ?? 1) - 1) })
  }

  async function send(): Promise<void> {
    if (isBusy.value) return
    const said = body()
    if (!said.ok) {
      refusal.value = said.error
      return
    }
    isBusy.value = true
    refusal.value = null
    // The host ends the kept words together with the step; nothing may keep them once more behind it.
    const goOn = await kept.hold()
    if (hasGivenUp()) {
      goOn()
      return
    }
    const id = asked.idFor(place, askedFor(said.value))
    // The disk may have been slow: whoever sits here by now did not confirm it.
    const isAuthors = whoSitsHere() === place.author
    const saved = isAuthors ? await desk.call.cases.act({ id, caseId, seenVer: seenVer(), body: said.value }) : refuse('no-session')
    goOn()
    isBusy.value = false
    if (saved.ok) {
      end(saved.value)
      return
    }
    refusal.value = saved.error
    if (!isLeft) lookInStory()
    else if (!hasGivenUp()) notTaken.tell({ place, id, no, className, refusal: saved.error })
  }

  onMounted(() => {
    // Whoever begins afresh after it was saved wants the same once more.
    if (!isAskedAgain && inStory(asked.of(place)?.id) !== undefined) asked.forget(place)
    lookInStory()
  })
  watch(() => view().flow, lookInStory)

  return {
    isBusy, refusal, send,
    close: () => (isClosed = true),
    giveUp: () => {
      isGivenUp = true
      notTaken.forget(place)
      asked.forget(place)
      kept.over()
    },
  }
}
