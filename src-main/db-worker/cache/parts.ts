import type { WriteDb } from '../driver.ts'
import type { Figures } from './figures.ts'
import type { GramTally } from './gram-tally.ts'
import type { Rules } from './rules.ts'
import type { Seldom } from './seldom.ts'
import type { TextIndex } from './text-index.ts'

/** What every part of the cache writer works with. */
export interface CacheParts {
  readonly db: WriteDb
  readonly rules: Rules
  readonly seldom: Seldom
  readonly texts: TextIndex
  readonly grams: GramTally
  readonly figures: Figures
}

/** Collects what one transaction changes, for the doors and for the refolding at its end. */
export interface Touched {
  readonly cases: Set<string>
  readonly kinds: Set<string>
  /** Cases whose effective row must be folded anew. */
  readonly refold: Set<string>
}

export function nothingTouched(): Touched {
  return { cases: new Set(), kinds: new Set(), refold: new Set() }
}
