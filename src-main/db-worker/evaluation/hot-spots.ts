// 热点: unit grids in which cases gather, out of the typed columns; only the fullest are looked at case by case.
import type { Span } from '#shared/domain/evaluation/index.ts'
import { factFlags } from '../cache/fact-row.ts'
import type { ReadDb } from '../driver.ts'
import type { FactFilter, HotSpot, HotSpots } from '../evaluation-api.ts'
import { factTest } from './fact-filter.ts'
import type { FactTest } from './fact-filter.ts'
import type { FactStore } from './fact-store.ts'
import { spanLookup } from './scan-counts.ts'

/** Of a grid's cases so many, the newest, say where in it and what they are. */
const LOOKED_AT = 200

export const HOT_CASE_SQL = 'SELECT address, lng, lat, class_code AS classCode, class_name AS className FROM "case" WHERE rid = ?'
export const HOT_GRID_SQL = "SELECT doc ->> '$.street' AS street, doc ->> '$.community' AS community FROM grid WHERE code = ?"

interface CaseLine {
  readonly address: string
  readonly lng: number | null
  readonly lat: number | null
  readonly classCode: string
  readonly className: string
}

/** One grid's cases: by span, and in the span compared with. */
interface Gathered {
  readonly series: number[]
  before: number
}

export function hotSpotsOf(
  db: ReadDb,
  store: FactStore,
  spans: readonly Span[],
  before: Span,
  filter: FactFilter,
  limit: number,
): HotSpots {
  const byGrid = gather(store, spans, before, filter)
  const last = spans.length - 1
  const nOf = ({ series }: Gathered): number => series[last] ?? 0
  const full = [...byGrid].filter(([grid, own]) => grid !== NO_GRID && nOf(own) > 0)
  const codeOf = (grid: number): string => store.terms[grid] ?? ''
  const hottest = full
    .toSorted(([a, one], [b, other]) => nOf(other) - nOf(one) || one.before - other.before || (codeOf(a) < codeOf(b) ? -1 : 1))
    .slice(0, limit)
  const rids = ridsIn(store, new Set(hottest.map(([grid]) => grid)), spans[last], filter)
  const outside = byGrid.get(NO_GRID)
  return {
    total: [...byGrid.values()].reduce((sum, own) => sum + nOf(own), 0),
    outside: outside === undefined ? 0 : nOf(outside),
    cells: full.map(([grid, own]) => ({ grid: codeOf(grid), n: nOf(own) })),
    rows: hottest.map(([grid, own]) => ({ ...own, n: nOf(own), ...looksOf(db, codeOf(grid), rids.get(grid) ?? []) })),
  }
}

/** Number of the empty word. */
const NO_GRID = 0

/** What was not worth filing makes no spot hot, as on the map of reports and in 反弹. */
function hotTest(store: FactStore, filter: FactFilter): FactTest {
  const [passes, { flags }] = [factTest(store, filter), store.columns]
  return (at) => ((flags[at] ?? 0) & factFlags.refused) === 0 && passes(at)
}

function gather(store: FactStore, spans: readonly Span[], before: Span, filter: FactFilter): Map<number, Gathered> {
  const { columns, size } = store
  const passes = hotTest(store, filter)
  const spanAt = spanLookup(spans)
  const byGrid = new Map<number, Gathered>()
  for (let at = 0; at < size; at += 1) {
    const day = columns.reported[at] ?? -1
    const span = spanAt(day)
    const isBefore = day >= before.from && day < before.to
    if ((span < 0 && !isBefore) || !passes(at)) continue
    const grid = columns.grid[at] ?? NO_GRID
    const own = byGrid.get(grid) ?? { series: new Array<number>(spans.length).fill(0), before: 0 }
    byGrid.set(grid, own)
    if (span >= 0) own.series[span] = (own.series[span] ?? 0) + 1
    if (isBefore) own.before += 1
  }
  return byGrid
}

function ridsIn(store: FactStore, grids: ReadonlySet<number>, span: Span | undefined, filter: FactFilter): Map<number, number[]> {
  const { columns, size } = store
  const passes = hotTest(store, filter)
  const byGrid = new Map<number, number[]>()
  for (let at = 0; at < size && span !== undefined; at += 1) {
    const [day, grid] = [columns.reported[at] ?? -1, columns.grid[at] ?? NO_GRID]
    if (day < span.from || day >= span.to || !grids.has(grid) || !passes(at)) continue
    const own = byGrid.get(grid) ?? []
    if (own.length === 0) byGrid.set(grid, own)
    own.push(columns.rid[at] ?? 0)
  }
  return byGrid
}

type Looks = Omit<HotSpot, 'n' | 'before' | 'series'>

function looksOf(db: ReadDb, grid: string, rids: readonly number[]): Looks {
  const read = db.prepare<[number], CaseLine>(HOT_CASE_SQL)
  const newest = rids.toSorted((a, b) => b - a).slice(0, LOOKED_AT)
  const cases = newest.flatMap((rid) => read.get(rid) ?? [])
  const [usual] = mostOf(cases, ({ address }) => address)
  const [kind, ofClass] = mostOf(cases, ({ classCode }) => classCode)
  const where = db.prepare<[string], Pick<HotSpot, 'street' | 'community'>>(HOT_GRID_SQL).get(grid)
  return {
    ...{ grid, street: where?.street ?? null, community: where?.community ?? null },
    ...{ address: usual?.address ?? '', lng: usual?.lng ?? null, lat: usual?.lat ?? null },
    ...{ classCode: kind?.classCode ?? '', className: kind?.className ?? '', ofClass },
  }
}

/** The first of the most frequent kind, and how many are of it. */
function mostOf<Item>(items: readonly Item[], kindOf: (item: Item) => string): readonly [Item | undefined, number] {
  const groups = [...Map.groupBy(items, kindOf).values()].toSorted((a, b) => b.length - a.length)
  return [groups[0]?.[0], groups[0]?.length ?? 0]
}
