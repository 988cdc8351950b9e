// How large a piece may be so that a command that comes up meanwhile waits about a second for it, on any line. Pure.

/** 分片 of tus at most. */
export const MOST_PIECE_BYTES = 2 * 1024 * 1024
/** Less would be more header than content. */
export const LEAST_PIECE_BYTES = 8 * 1024
/** A line nobody has measured yet is tried gently. */
const FIRST_PIECE_BYTES = 16 * 1024
const PIECE_MS = 1_000

export interface Pace {
  readonly pieceBytes: number
  /** Of the last piece, bytes a second; 0 before the first. */
  readonly rate: number
}

export const startPace: Pace = { pieceBytes: FIRST_PIECE_BYTES, rate: 0 }

/**
 * After a piece of `bytes` took `tookMs`, of which `answerMs` is what any answer takes on this line: as much as goes through in a
 * second, but never more than four times the last one.
 */
export function paceAfter(bytes: number, tookMs: number, answerMs: number): Pace {
  const rate = (bytes * 1_000) / Math.max(1, tookMs - answerMs)
  const fits = Math.min((rate * PIECE_MS) / 1_000, bytes * 4)
  const pieceBytes = Math.floor(Math.min(MOST_PIECE_BYTES, Math.max(LEAST_PIECE_BYTES, fits)))
  return { pieceBytes, rate: (bytes * 1_000) / Math.max(1, tookMs) }
}
