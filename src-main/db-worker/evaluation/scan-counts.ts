// Counts by going through every case: any dimension, any filter.
import { countsFrom, filedSlots, reportedSlots, slotIndex, slots } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import { settledCodes, slotFactsOf } from '../cache/fact-row.ts'
import type { FactDimension, FactFilter, MemberCounts } from '../evaluation-api.ts'
import { factTest } from './fact-filter.ts'
import type { FactStore } from './fact-store.ts'

const WIDTH = slots.length
/** Flags of a fact fit in 16 bits. */
const MOST_FLAGS = 65_536
const OPEN = settledCodes.indexOf('open')

/** Sums of one member: for each span its slots, and what of them is overdue. */
const CELL = WIDTH + 1

export function scanCounts(
  store: FactStore,
  spans: readonly Span[],
  by: FactDimension,
  filter: FactFilter,
  now: number,
): MemberCounts[] {
  const { columns, size, due } = store
  const passes = factTest(store, filter)
  const spanAt = spanLookup(spans)
  const members = columns[by]
  const sums: (Int32Array | undefined)[] = []
  const sumsOf = (at: number): Int32Array => (sums[members[at] ?? 0] ??= new Int32Array(spans.length * CELL))
  const raised = slotLookup()
  for (let at = 0; at < size; at += 1) {
    const reported = spanAt(columns.reported[at] ?? -1)
    const filed = spanAt(columns.filed[at] ?? -1)
    if ((reported < 0 && filed < 0) || !passes(at)) continue
    const slotsOf = raised(columns.settled[at] ?? 0, columns.flags[at] ?? 0)
    const own = sumsOf(at)
    if (reported >= 0) for (const slot of slotsOf.reported) add(own, reported * CELL + slot)
    if (filed >= 0) for (const slot of slotsOf.filed) add(own, filed * CELL + slot)
  }
  for (const [at, dueAt] of due) {
    const filed = spanAt(columns.filed[at] ?? -1)
    if (filed >= 0 && now > dueAt && columns.settled[at] === OPEN && passes(at)) add(sumsOf(at), filed * CELL + WIDTH)
  }
  return gathered(store.terms, sums, spans.length)
}

function add(sums: Int32Array, at: number): void {
  sums[at] = (sums[at] ?? 0) + 1
}

function gathered(terms: readonly string[], sums: readonly (Int32Array | undefined)[], spans: number): MemberCounts[] {
  const found: MemberCounts[] = []
  for (const [term, own] of sums.entries()) {
    for (let span = 0; own !== undefined && span < spans; span += 1) {
      const cell = own.subarray(span * CELL, (span + 1) * CELL)
      if (cell[slotIndex.reported] === 0 && cell[slotIndex.filed] === 0) continue
      found.push({ member: terms[term] ?? '', span, counts: countsFrom(cell, cell[WIDTH] ?? 0) })
    }
  }
  return found
}

/** Index of the span that holds a day, -1 outside all; spans follow each other. */
export function spanLookup(spans: readonly Span[]): (day: number) => number {
  const from = spans[0]?.from ?? 0
  const to = spans.at(-1)?.to ?? from
  const table = new Int32Array(Math.max(0, to - from)).fill(-1)
  for (const [index, span] of spans.entries()) table.fill(index, span.from - from, span.to - from)
  return (day) => (day < from || day >= to ? -1 : (table[day - from] ?? -1))
}

interface Raised {
  readonly reported: readonly number[]
  readonly filed: readonly number[]
}

/** There are few kinds of cases: what each raises is worked out once. */
function slotLookup(): (settled: number, flags: number) => Raised {
  const known = new Map<number, Raised>()
  return (settled, flags) => {
    const key = settled * MOST_FLAGS + flags
    const found = known.get(key) ?? raisedBy(settled, flags)
    known.set(key, found)
    return found
  }
}

function raisedBy(settled: number, flags: number): Raised {
  const facts = slotFactsOf({ settled, flags })
  return {
    reported: reportedSlots(facts).map((slot) => slotIndex[slot]),
    filed: filedSlots(facts).map((slot) => slotIndex[slot]),
  }
}
