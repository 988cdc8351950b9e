import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowReactive } from 'vue'
import type { PersonId } from '#shared/kernel/ids.ts'
import type { Author } from './left-words.ts'

export interface LeftOfOne extends Author {
  /** How many drafts, steps and files. */
  readonly n: number
}

type Source = () => readonly Author[]

/** Whose words are in this window and not on disk, of every kind: nobody else can save them, and a closed window loses them. */
export const useLeftTally = defineStore('left-tally', () => {
  const sources = shallowReactive(new Set<Source>())

  const cutSources = shallowReactive(new Set<Source>())

  const all = computed(() => countOf(sources))
  /** Whose files were not stored to their end when they left; nothing brings these back. */
  const cut = computed(() => countOf(cutSources))
  /** As long as the calling scope lives. */
  function add(source: Source): void {
    sources.add(source)
    onScopeDispose(() => sources.delete(source))
  }
  function addCut(source: Source): void {
    cutSources.add(source)
    onScopeDispose(() => cutSources.delete(source))
  }
  return { all, cut, add, addCut }
})

function countOf(sources: ReadonlySet<Source>): readonly LeftOfOne[] {
  const of = new Map<PersonId, LeftOfOne>()
  for (const { person, name } of [...sources].flatMap((source) => source())) {
    of.set(person, { person, name, n: (of.get(person)?.n ?? 0) + 1 })
  }
  return [...of.values()]
}
