/** Months of the trail that are kept whole; the Cybersecurity Law (网络安全法) art. 21 asks for six. */
export const KEPT_MONTHS = 12

/** Epoch ms of the beginning of the oldest month that is kept, in the hall's zone: whole months go, never parts of one. */
export function keptSince(now: number, zoneOffsetMinutes: number, months = KEPT_MONTHS): number {
  const offsetMs = zoneOffsetMinutes * 60_000
  const local = new Date(now + offsetMs)
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - months, 1) - offsetMs
}

export interface CutFacts {
  /** The last entry before the kept months. */
  readonly olderThan: number
  /** Everything up to this number stands in signed exports. */
  readonly exportedTo: number
  /** The platform has anchored the trail's head at this number or later. */
  readonly anchoredTo: number
}

/** How far the front of the trail may be cut off: old, exported and anchored. */
export function cutPoint({ olderThan, exportedTo, anchoredTo }: CutFacts): number {
  return Math.min(olderThan, exportedTo, anchoredTo)
}
