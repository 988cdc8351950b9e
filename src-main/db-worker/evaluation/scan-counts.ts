// Counts by going through every case: any dimension, any filter.
import { countsFrom, filedSlots, reportedSlots, slotIndex, slots } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import { settledCodes, slotFactsOf } from '../cache/fact-row.ts'
import type { FactDimension, FactFilter, MemberCounts } from '../evaluation-api.ts'
import { factTest } from './fact-filter.ts'
import type { FactStore } from './fact-store.ts'

const WIDTH = slots.length
const OPEN = settledCodes.indexOf('open')

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
  const sums = new Int32Array(store.terms.length * spans.length * WIDTH)
  const overdue = new Int32Array(store.terms.length * spans.length)
  const raised = slotLookup()
  for (let at = 0; at < size; at += 1) {
    const [reported, filed] = [spanAt(columns.reported[at] ?? -1), spanAt(columns.filed[at] ?? -1)]
    if ((reported < 0 && filed < 0) || !passes(at)) continue
    const slotsOf = raised(columns.settled[at] ?? 0, columns.flags[at] ?? 0)
    const first = (members[at] ?? 0) * spans.length
    if (reported >= 0) for (const slot of slotsOf.reported) add(sums, (first + reported) * WIDTH + slot)
    if (filed >= 0) for (const slot of slotsOf.filed) add(sums, (first + filed) * WIDTH + slot)
  }
  for (const [at, dueAt] of due) {
    const filed = spanAt(columns.filed[at] ?? -1)
    if (filed >= 0 && now > dueAt && columns.settled[at] === OPEN && passes(at))
      add(overdue, (members[at] ?? 0) * spans.length + filed)
  }
  return gathered(store.terms, spans.length, sums, overdue)
}

function add(sums: Int32Array, at: number): void {
  sums[at] = (sums[at] ?? 0) + 1
}

function gathered(terms: readonly string[], spans: number, sums: Int32Array, overdue: Int32Array): MemberCounts[] {
  const found: MemberCounts[] = []
  for (let cell = 0; cell < overdue.length; cell += 1) {
    const own = sums.subarray(cell * WIDTH, (cell + 1) * WIDTH)
    if (own[slotIndex.reported] === 0 && own[slotIndex.filed] === 0) continue
    found.push({ member: terms[Math.floor(cell / spans)] ?? '', span: cell % spans, counts: countsFrom(own, overdue[cell] ?? 0) })
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
  const known: Raised[] = []
  return (settled, flags) => {
    const key = settled * 65_536 + flags
    return (known[key] ??= raisedBy(settled, flags))
  }
}

function raisedBy(settled: number, flags: number): Raised {
  const facts = slotFactsOf({ settled, flags })
  return {
    reported: reportedSlots(facts).map((slot) => slotIndex[slot]),
    filed: filedSlots(facts).map((slot) => slotIndex[slot]),
  }
}
