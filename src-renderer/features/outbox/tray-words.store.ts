import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import type { CmdId } from '#shared/kernel/ids.ts'
import { useSessionStore } from '#renderer/features/session/index.ts'

/** What the words are for: the reason of the new act, of a withdrawal, of a withdrawal in favour of the other side. */
export type WordsFor = 'again' | 'withdraw' | 'theirs'

/** Words for entries of the tray, while the window lives: a tray that closes or an entry that leaves does not take them along. */
export const useTrayWords = defineStore('outbox-words', () => {
  const session = useSessionStore()
  const kept = shallowReactive(new Map<string, string>())
  let writer: string | undefined
  const keyOf = (id: CmdId, what: WordsFor): string => `${id} ${what}`

  // Nobody finds another person's words.
  watch(() => session.signedIn?.person, (person) => {
    if (person === undefined || person === writer) return
    if (writer !== undefined) kept.clear()
    writer = person
  }, { immediate: true, flush: 'sync' })

  return {
    read: (id: CmdId, what: WordsFor): string | undefined => kept.get(keyOf(id, what)),
    write: (id: CmdId, what: WordsFor, words: string): void => void kept.set(keyOf(id, what), words),
    /** The entry is settled. */
    forget: (id: CmdId): void => (['again', 'withdraw', 'theirs'] as const).forEach((what) => kept.delete(keyOf(id, what))),
  }
})
