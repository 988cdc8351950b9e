// Places by name, components and grids by code: what an operator types into the address field or the command bar.
import type { ReadDb } from '../driver.ts'
import { foldText, queryGrams } from '../grams.ts'

export interface PlaceHit {
  readonly id: string
  readonly name: string
  readonly detail: string
  readonly kind: 'place' | 'street' | 'component' | 'grid'
  readonly lng: number
  readonly lat: number
}

type NamedLine = PlaceHit & { readonly terms: string }

const NAMED = 'SELECT n.id, n.name, n.detail, n.kind, n.lng, n.lat, n.terms FROM'
export const NAMED_INDEX_SQL = `${NAMED} named_place_fts f CROSS JOIN named_place n ON n.rid = f.rowid WHERE named_place_fts MATCH ?`
export const NAMED_SCAN_SQL = `${NAMED} named_place n WHERE instr(n.terms, ?) > 0`
export const COMPONENT_SQL = `
  SELECT code AS id, name, code AS detail, 'component' AS kind, lng, lat FROM component WHERE code >= @from AND code < @before ORDER BY code LIMIT @limit
`
export const GRID_SQL = `
  SELECT code AS id, coalesce(name, code) AS name, code AS detail, 'grid' AS kind, lng, lat
  FROM grid WHERE code >= @from AND code < @before AND lng IS NOT NULL ORDER BY code LIMIT @limit
`
export const GRID_NAME_SQL = `
  SELECT code AS id, name, code AS detail, 'grid' AS kind, lng, lat FROM grid WHERE instr(lower(name), ?) > 0 AND lng IS NOT NULL ORDER BY code LIMIT ?
`

const CODE = /^\d{6,}$/

/**
 * Best first: the name itself, then names that begin so, then names that hold the words; streets before places, short before
 * long.
 */
export function searchPlaces(db: ReadDb, text: string, limit: number): PlaceHit[] {
  const wanted = foldText(text).trim()
  if (wanted === '' || limit <= 0) return []
  return db.snapshot(() => [...byCode(db, wanted, limit), ...byName(db, wanted, limit)].slice(0, limit))
}

function byCode(db: ReadDb, wanted: string, limit: number): PlaceHit[] {
  if (!CODE.test(wanted)) return []
  const range = { from: wanted, before: `${wanted}~`, limit }
  return [COMPONENT_SQL, GRID_SQL].flatMap((sql) => db.prepare<[object], PlaceHit>(sql).all(range))
}

function byName(db: ReadDb, wanted: string, limit: number): PlaceHit[] {
  const words = wanted.split(/[\s\p{Cc}]+/u)
  const pairs = queryGrams(wanted)
  const found =
    pairs.length === 0
      ? db.prepare<[string], NamedLine>(NAMED_SCAN_SQL).all(wanted)
      : db.prepare<[string], NamedLine>(NAMED_INDEX_SQL).all(pairs.join(' AND '))
  const places = found
    .filter(({ terms }) => words.every((word) => terms.includes(word)))
    .sort((a, b) => rankOf(a, wanted) - rankOf(b, wanted) || a.name.length - b.name.length || (a.id < b.id ? -1 : 1))
    .map(({ terms: _terms, ...hit }) => hit)
  const grids = db.prepare<[string, number], PlaceHit>(GRID_NAME_SQL).all(wanted, limit)
  return [...places.slice(0, limit), ...grids]
}

function rankOf({ name, kind }: PlaceHit, wanted: string): number {
  const folded = foldText(name)
  const fit = folded === wanted ? 0 : folded.startsWith(wanted) ? 2 : folded.includes(wanted) ? 4 : 6
  return fit + (kind === 'street' ? 0 : 1)
}
