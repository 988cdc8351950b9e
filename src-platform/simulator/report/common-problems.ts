import type { CatalogueClass } from '#shared/domain/catalogue/catalogue-data.ts'
import type { CatalogueView } from '#shared/domain/catalogue/catalogue.ts'
import { weighted } from '../dice.ts'
import type { Weighted } from '../dice.ts'

/** What goes wrong in a town, by how often. */
export interface ProblemMix {
  readonly usual: Weighted<CatalogueClass>
  /** When it rains hard. */
  readonly inRain: Weighted<CatalogueClass>
}

// A handful of classes makes most of the work (Pareto); 25 of 996 filed cases of a month were components (domain-facts 1.4).
const shares: readonly (readonly [string, number])[] = [
  ['E0406', 150],
  ['E0110', 140],
  ['E0405', 120],
  ['E0201', 105],
  ['E0410', 95],
  ['E0112', 75],
  ['E0136', 60],
  ['E0107', 35],
  ['E0117', 32],
  ['E0193', 28],
  ['E0111', 24],
  ['E0113', 18],
  ['E0206', 16],
  ['E0203', 12],
  ['E0401', 12],
  ['E0302', 10],
  ['E0306', 8],
  ['E0129', 8],
  ['E0128', 7],
  ['E0137', 6],
  ['E0304', 6],
  ['E0114', 6],
  ['C0305', 9],
  ['C0104', 8],
  ['C0102', 6],
  ['C0137', 6],
  ['C0103', 5],
  ['C0402', 4],
  ['C0101', 3],
  ['C0217', 3],
  ['C0220', 2],
]
const rainShares: readonly (readonly [string, number])[] = [
  ['E0506', 300],
  ['C0104', 120],
  ['C0103', 80],
  ['E0503', 80],
  ['C0102', 50],
  ['E0122', 20],
  ['C0402', 30],
  ['E0508', 25],
  ['E0113', 40],
  ['E0505', 6],
]
/** Of a thousand cases so many are of all the other classes together. */
const OTHERS = 40

export function commonProblems(catalogue: CatalogueView, components: ReadonlySet<string>): ProblemMix {
  const possible = catalogue.classes.filter(
    ({ code, kind, conditions }) => conditions.length > 0 && (kind === 'event' || components.has(code)),
  )
  const usual = mix(possible, shares)
  return { usual: weighted(usual), inRain: weighted([...usual, ...mix(possible, rainShares)]) }
}

/** Known classes by their shares; a catalogue of other codes gets shares falling with the rank. */
function mix(possible: readonly CatalogueClass[], wanted: readonly (readonly [string, number])[]): [CatalogueClass, number][] {
  const byCode = new Map(possible.map((one) => [one.code, one]))
  const known = wanted.flatMap(([code, share]): [CatalogueClass, number][] => {
    const found = byCode.get(code)
    return found === undefined ? [] : [[found, share]]
  })
  if (known.length === 0) return possible.map((one, i) => [one, 1_000 / (i + 1)])
  const named = new Set(known.map(([{ code }]) => code))
  const others = possible.filter(({ code, kind }) => kind === 'event' && !named.has(code))
  return [...known, ...others.map((one): [CatalogueClass, number] => [one, OTHERS / others.length])]
}
