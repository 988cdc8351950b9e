import type { FieldDifference, OutboxDetail } from '#shared/contracts/link.contract.ts'

/** One field in which the other side has moved since the sides were chosen. */
export interface MovedLine {
  readonly field: string
  /** 对方 then and now. */
  readonly before: string | null
  readonly now: string | null
}

export const verOf = ({ theirs }: OutboxDetail): number => theirs?.ver ?? 0

/** A field that was not compared before was alike on all sides: then theirs was what had been. */
export function movedLines(before: readonly FieldDifference[], now: readonly FieldDifference[]): MovedLine[] {
  return now.flatMap(({ field, base, theirs }) => {
    const was = before.find((line) => line.field === field)
    const then = was === undefined ? base : was.theirs
    return then === theirs ? [] : [{ field, before: then, now: theirs }]
  })
}

/** The other side of what can be chosen is no longer what it was, or there was no choice before. */
export function hasNewChoice(line: FieldDifference, before: readonly FieldDifference[]): boolean {
  const was = before.find(({ field }) => field === line.field)
  return line.open && (was?.open !== true || was.theirs !== line.theirs)
}
