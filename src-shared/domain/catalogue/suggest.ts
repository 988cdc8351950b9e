import type { CatalogueClass } from './catalogue-data.ts'
import type { CatalogueView } from './catalogue.ts'
import { synonyms } from './synonyms.ts'

export interface ClassSuggestion {
  readonly class: CatalogueClass
  /** This class's part of everything that spoke for any class, 0 to 1. */
  readonly share: number
}

/** Finds classes that free words may mean. It never decides: the operator picks, and an empty list is an honest answer. */
export type SuggestClasses = (words: string) => readonly ClassSuggestion[]

const LONGEST_WORDS = 400
/** A synonym says more than the same letters found in a name by chance. */
const SYNONYM_WEIGHT = 1.5

interface ClassTerms {
  readonly class: CatalogueClass
  readonly bigrams: ReadonlySet<string>
  readonly synonyms: readonly string[]
}

/** Prepares a catalogue for {@link SuggestClasses}; `most` = how many to return. */
export function createSuggester(catalogue: CatalogueView, most = 3): SuggestClasses {
  const terms = catalogue.classes.map(termsOf)
  const rarity = rarityOf(terms)
  return (words) => {
    const said = plain(words.slice(0, LONGEST_WORDS))
    const scored = terms.map((one) => ({ class: one.class, score: score(one, said, rarity) })).filter((one) => one.score > 0)
    const all = scored.reduce((sum, one) => sum + one.score, 0)
    return scored
      .sort((a, b) => b.score - a.score || (a.class.code < b.class.code ? -1 : 1))
      .slice(0, most)
      .map((one) => ({ class: one.class, share: one.score / all }))
  }
}

/** Letters and digits only, so that punctuation neither joins nor parts words. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

function termsOf(one: CatalogueClass): ClassTerms {
  const own = Object.hasOwn(synonyms, one.name) ? (synonyms[one.name] ?? []) : []
  return { class: one, bigrams: bigramsOf(plain(one.name)), synonyms: own.map(plain) }
}

function bigramsOf(text: string): ReadonlySet<string> {
  const characters = [...text]
  return new Set(characters.slice(1).map((character, i) => `${characters[i] ?? ''}${character}`))
}

/** Weight of a bigram: the fewer classes share it, the more it says (inverse document frequency). */
function rarityOf(terms: readonly ClassTerms[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const one of terms) for (const bigram of one.bigrams) counts.set(bigram, (counts.get(bigram) ?? 0) + 1)
  return new Map([...counts].map(([bigram, count]) => [bigram, Math.log(1 + terms.length / count)]))
}

/** Found weight times the covered part of the name, so that a long name is not suggested for one common pair of letters. */
function score(one: ClassTerms, said: string, rarity: ReadonlyMap<string, number>): number {
  const weigh = (bigrams: Iterable<string>): number => [...bigrams].reduce((sum, bigram) => sum + (rarity.get(bigram) ?? 0), 0)
  const whole = weigh(one.bigrams)
  const found = weigh([...one.bigrams].filter((bigram) => said.includes(bigram)))
  const byName = whole === 0 ? 0 : (found * found) / whole
  const bySynonym = Math.max(0, ...one.synonyms.filter((word) => said.includes(word)).map((word) => word.length * SYNONYM_WEIGHT))
  return byName + bySynonym
}
