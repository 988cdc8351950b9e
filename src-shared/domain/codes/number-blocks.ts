import { LAST_INSTANT, MINUTE_MS, dayNumberAt, isoDateOf } from '#shared/domain/limits/local-day.ts'
import type { CaseNo } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { buildCaseNo } from './case-number.ts'
import type { CodePattern } from './code-patterns.ts'

/** Case numbers leased to one seat for one local day: serials `from` to `to`, both included. */
export interface NumberBlock {
  /** YYYYMMDD */
  readonly day: string
  readonly district: string
  readonly from: number
  readonly to: number
}

/** A leased block and the serial it gives out next; `to + 1` when it is used up. */
export interface BlockInUse extends NumberBlock {
  readonly next: number
}

export interface TakenNumber {
  readonly no: CaseNo
  /** All blocks with the number taken out; to be stored in the same transaction as the case. */
  readonly blocks: readonly BlockInUse[]
}

/** A fresh lease, nothing taken yet. */
export function openBlock({ day, district, from, to }: NumberBlock): BlockInUse {
  return { day, district, from, to, next: from }
}

/**
 * The next case number of a local day, from the first block of that day in the order leased. Numbers of other days are never
 * borrowed: a number tells its day. Refuses 'numbers-exhausted', so a case waits as a draft rather than getting a number that
 * another seat may hold.
 */
export function takeNumber(blocks: readonly BlockInUse[], day: string, pattern?: CodePattern): Result<TakenNumber> {
  const at = blocks.findIndex((block) => block.day === day && hasLeft(block))
  const block = blocks[at]
  if (block === undefined) return refuse('numbers-exhausted', day.slice(0, 24))
  const serial = nextOf(block)
  const no = buildCaseNo({ district: block.district, day, serial }, pattern)
  return no.ok ? ok({ no: no.value, blocks: blocks.with(at, { ...block, next: serial + 1 }) }) : no
}

/** How many numbers are left for a day; a seat leases more before this reaches zero. */
export function numbersLeft(blocks: readonly BlockInUse[], day: string): number {
  const open = blocks.filter((block) => block.day === day && hasLeft(block))
  return open.reduce((sum, block) => sum + block.to - nextOf(block) + 1, 0)
}

/** Local day YYYYMMDD of an instant; instants outside 1970–9999 are taken for the nearest one inside. */
export function dayOf(now: number, offsetMinutes: number): string {
  const shift = offsetMinutes * MINUTE_MS
  const instant = Math.min(Math.max(now, -shift, 0), LAST_INSTANT - Math.max(shift, 0))
  return isoDateOf(dayNumberAt(instant, offsetMinutes)).replaceAll('-', '')
}

function hasLeft(block: BlockInUse): boolean {
  return nextOf(block) <= block.to
}

function nextOf(block: BlockInUse): number {
  return Math.max(block.next, block.from)
}
