import type { FactFilter } from '../evaluation-api.ts'
import type { FactColumns, FactStore } from './fact-store.ts'

/** Does the case at a position pass? Words are compared by number, so a filter is made anew for each question. */
export type FactTest = (at: number) => boolean

type WordColumn = 'department' | 'street' | 'community' | 'grid' | 'class' | 'source'

export function factTest({ columns, terms }: FactStore, filter: FactFilter): FactTest {
  const tests: FactTest[] = []
  for (const [column, passes] of conditions(filter)) tests.push(maskTest(columns[column], terms, passes))
  const [first, second, ...others] = tests
  if (first === undefined) return () => true
  if (second === undefined) return first
  return (at) => first(at) && second(at) && others.every((test) => test(at))
}

/** The words each narrowed dimension lets pass. */
export function conditions(filter: FactFilter): (readonly [WordColumn, (word: string) => boolean])[] {
  const { classes, sources } = filter
  const made: (readonly [WordColumn, (word: string) => boolean])[] = []
  if (classes !== null) made.push(['class', (word) => classes.some((beginning) => word.startsWith(beginning))])
  if (sources !== null) made.push(['source', (word) => sources.includes(word)])
  for (const name of ['street', 'community', 'department', 'grid'] as const) {
    const wanted = filter[name]
    if (wanted !== null) made.push([name, (word) => word === wanted])
  }
  return made
}

function maskTest(column: FactColumns[WordColumn], terms: readonly string[], passes: (word: string) => boolean): FactTest {
  const mask = Uint8Array.from(terms, (word) => (passes(word) ? 1 : 0))
  return (at) => mask[column[at] ?? 0] === 1
}
