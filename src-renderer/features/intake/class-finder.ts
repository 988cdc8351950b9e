import type { ClassChoice } from '#shared/contracts/intake.contract.ts'

/** How Chinese is spelled: "上水井盖" → initials "ssjg", full "shangshuijinggai". */
export interface Spelling {
  readonly initials: string
  readonly full: string
}
export type Spell = (chinese: string) => Spelling

/** Classes that typed letters, digits or characters may mean, best first. Nothing typed: all, in the order of the catalogue. */
export type FindClasses = (typed: string) => readonly ClassChoice[]

interface Entry {
  readonly choice: ClassChoice
  readonly name: string
  readonly code: string
  readonly spelling: Spelling
}

const NO_MATCH = 99
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Spells every class once; without `spell` (not loaded yet) codes and characters are found all the same. */
export function createClassFinder(classes: readonly ClassChoice[], spell?: Spell): FindClasses {
  const unspelled: Spelling = { initials: '', full: '' }
  const entries = classes.map((choice): Entry => ({
    choice, name: plain(choice.name), code: plain(choice.code), spelling: spell?.(plain(choice.name)) ?? unspelled,
  }))
  return (typed) => {
    const sought = plain(typed)
    if (sought === '') return classes
    return entries
      .map((entry, order) => ({ entry, order, rank: rankOf(entry, sought) }))
      .filter(({ rank }) => rank < NO_MATCH)
      .sort((a, b) => a.rank - b.rank || a.order - b.order)
      .map(({ entry }) => entry.choice)
  }
}

/** The class somebody named exactly: by code, by name, or by both as a picked field shows them. */
export function exactClass(classes: readonly ClassChoice[], typed: string): ClassChoice | undefined {
  const sought = plain(typed)
  return classes.find(({ code, name }) => [plain(code), plain(name), plain(code + name)].includes(sought))
}

/** "C0101 上水井盖", as a picked field shows it. */
export function classLabel({ code, name }: Pick<ClassChoice, 'code' | 'name'>): string {
  return `${code} ${name}`
}

function rankOf({ name, code, spelling: { initials, full } }: Entry, sought: string): number {
  const digits = code.replace(/\D/g, '')
  const tests: readonly boolean[] = [
    code === sought || name === sought || code + name === sought,
    code.startsWith(sought) || digits.startsWith(sought),
    name.startsWith(sought),
    initials.startsWith(sought),
    name.includes(sought),
    initials.includes(sought),
    full.startsWith(sought),
    full.includes(sought),
  ]
  const rank = tests.indexOf(true)
  return rank < 0 ? NO_MATCH : rank
}
