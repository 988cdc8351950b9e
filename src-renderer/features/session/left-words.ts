// Glossary. left: typed, not yet on disk, and shown by no form any more. author: who typed it.
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import type { ComputedRef } from 'vue'
import type { PersonId } from '#shared/kernel/ids.ts'
import { keepPutAway } from '#renderer/composables/index.ts'
import { useDeskStore } from '#renderer/desk/index.ts'
import { useLeftTally } from './left-tally.store.ts'
import { useSessionStore } from './session.store.ts'

/** Who typed something here; null where nobody was signed in. */
export interface Author {
  readonly person: PersonId
  readonly name: string
}

/** Words on their way to the disk, which try again by themselves. */
export interface Unsaved {
  readonly author: Author | null
  /** Nothing is left to be saved, or nothing can be any more. */
  readonly isSettled: boolean
  /** Tries at once; true when nothing is left unsaved. */
  flush(): Promise<boolean>
  /** The host is back, or its session: no waiting for the next try. */
  retry(): void
  /** Hears of every change of how it stands, in place of whoever heard before. */
  listen(heard: () => void): void
  /** Nothing is saved from now on. */
  close(): void
}

export interface LeftWords<One> {
  readonly all: ComputedRef<readonly One[]>
  readonly find: (key: string) => One | undefined
  /** A form shows them again. */
  readonly take: (key: string) => One | undefined
  /** The form is gone: they stay here until they have landed. */
  readonly leave: (key: string, one: One) => void
}

/** Words outlive the form they were typed in: a form that is left while the host is away was told that it would be saved. */
export function useLeftWords<One extends Unsaved>(): LeftWords<One> {
  const desk = useDeskStore()
  const session = useSessionStore()
  const left = new Map<string, One>()
  /** Made anew whenever one of them stands differently. */
  const all = shallowRef<readonly One[]>([])
  const renew = (): void => {
    all.value = [...left.values()]
  }
  useLeftTally().add(() => all.value.flatMap(({ author }) => author ?? []))

  function take(key: string): One | undefined {
    const one = left.get(key)
    left.delete(key)
    renew()
    return one
  }
  function leave(key: string, one: One): void {
    if (one.isSettled) return
    left.set(key, one)
    renew()
    one.listen(() => {
      if (left.get(key) !== one) return
      if (one.isSettled) left.delete(key)
      renew()
    })
  }

  watch(() => [desk.state, desk.generation, session.served], () => {
    if (desk.state === 'here') for (const one of left.values()) one.retry()
  })
  keepPutAway(async () => (await Promise.all([...left.values()].map((one) => one.flush()))).every(Boolean))
  onScopeDispose(() => left.forEach((one) => one.close()))

  return { all: computed(() => all.value), find: (key) => left.get(key), take, leave }
}

export interface AuthorHold {
  readonly author: Author | null
  /** Whether the host takes calls of the author; under another's name they would become another's words. */
  readonly isServed: () => boolean
}

/** The one who begins this now. */
export function useAuthor(): AuthorHold {
  const session = useSessionStore()
  const { served, signedIn } = session
  return {
    author: signedIn === null ? null : { person: signedIn.person, name: signedIn.name },
    isServed: () => served === null || session.served === served,
  }
}
