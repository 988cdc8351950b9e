// Sums of what cases count for, gathered in memory until the transaction writes them: only what a change adds or takes away.
import { figureDimensions, figureGrains } from '#shared/cache-schema/index.ts'
import { filedSlots, monthOf, reportedSlots, slotIndex, slots } from '#shared/domain/evaluation/index.ts'
import type { Slot } from '#shared/domain/evaluation/index.ts'
import { slotFactsOf } from './fact-row.ts'
import type { FactRow } from './fact-row.ts'

export type SumKey = readonly [grain: number, dimension: number, period: number, member: number]

export interface Sums {
  /** A case counted for `old` and counts for `now`; undefined: for nothing. */
  change(old: FactRow | undefined, now: FactRow | undefined): void
  /** What has gathered, which is thereby forgotten. */
  taken(): readonly (readonly [SumKey, readonly number[]])[]
}

/** Slots as the bits of a number. */
type SlotBits = number

interface Raised {
  readonly reported: SlotBits
  readonly filed: SlotBits
}

const NOTHING: Raised = { reported: 0, filed: 0 }

export function createSums(): Sums {
  let gathered = new Map<number, readonly [SumKey, number[]]>()
  const monthOfDay = rememberMonths()
  const raise = (grain: number, dimension: number, period: number, member: number, plus: SlotBits, minus: SlotBits): void => {
    const key = packed(grain, dimension, period, member)
    const known = gathered.get(key)
    const sum = known?.[1] ?? new Array<number>(slots.length).fill(0)
    if (known === undefined) gathered.set(key, [[grain, dimension, period, member], sum])
    addBits(sum, plus, 1)
    addBits(sum, minus, -1)
  }
  const raiseAll = (day: number | null, { department, street }: FactRow, plus: SlotBits, minus: SlotBits): void => {
    if (day === null || (plus | minus) === 0) return
    const month = monthOfDay(day)
    raise(figureGrains.day, figureDimensions.department, day, department, plus, minus)
    raise(figureGrains.day, figureDimensions.street, day, street, plus, minus)
    raise(figureGrains.month, figureDimensions.department, month, department, plus, minus)
    raise(figureGrains.month, figureDimensions.street, month, street, plus, minus)
  }
  return {
    change(old, now) {
      const [before, after] = [old === undefined ? NOTHING : raisedBy(old), now === undefined ? NOTHING : raisedBy(now)]
      for (const [kind, day] of dayColumns) {
        const [was, is] = [before[kind], after[kind]]
        if (old !== undefined && now !== undefined && isSamePlace(old, now, day)) raiseAll(now[day], now, is & ~was, was & ~is)
        else {
          if (old !== undefined) raiseAll(old[day], old, 0, was)
          if (now !== undefined) raiseAll(now[day], now, is, 0)
        }
      }
    },
    taken() {
      const all = [...gathered.values()]
      gathered = new Map()
      return all
    },
  }
}

type DayColumn = 'reported_day' | 'filed_day'
const dayColumns: readonly (readonly [keyof Raised, DayColumn])[] = [['reported', 'reported_day'], ['filed', 'filed_day']]

function isSamePlace(old: FactRow, now: FactRow, day: DayColumn): boolean {
  return old[day] === now[day] && old.department === now.department && old.street === now.street
}

function addBits(sum: number[], bits: SlotBits, step: 1 | -1): void {
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const slot = 31 - Math.clz32(rest & -rest)
    sum[slot] = (sum[slot] ?? 0) + step
  }
}

/** More than there are kinds of outcome, each with its own flags and stage. */
const SETTLED_KINDS = 8
const known = new Map<number, Raised>()

/** What cases of one outcome, stage and set of flags raise is the same; there are some hundred of these. */
function raisedBy({ settled, flags }: FactRow): Raised {
  const key = flags * SETTLED_KINDS + settled
  const found = known.get(key)
  if (found !== undefined) return found
  const facts = slotFactsOf({ settled, flags })
  const made = { reported: bitsOf(reportedSlots(facts)), filed: bitsOf(filedSlots(facts)) }
  known.set(key, made)
  return made
}

function bitsOf(raised: readonly Slot[]): SlotBits {
  return raised.reduce((bits, slot) => bits | (1 << slotIndex[slot]), 0)
}

/** Days to the year 9999 and words of a hall, as ranges of one whole number: looking up costs no text. */
const MOST_DAYS = 4_000_000
const MOST_TERMS = 4_000_000

function packed(grain: number, dimension: number, period: number, member: number): number {
  return ((grain * 2 + dimension) * MOST_DAYS + period) * MOST_TERMS + member
}

function rememberMonths(): (day: number) => number {
  const months = new Map<number, number>()
  return (day) => {
    const month = months.get(day) ?? monthOf(day)
    months.set(day, month)
    return month
  }
}
