// Positions of inspectors and vehicles: reported in batches, streamed to seats, read back as tracks. Not part of the feed: a
// position is worth most when it is new, and a lost one is replaced by the next.
import { Instant, Lat, Lng } from '#shared/domain/case/case-row.ts'
import { FieldObjectId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'

/** One position of one object. `headingDeg`: clockwise from north. Kept to 1e-6 degrees, whole degrees and 0.1 km/h. */
export const Fix = z.object({
  object: FieldObjectId,
  at: Instant,
  lng: Lng,
  lat: Lat,
  headingDeg: z.number().min(0).max(360).nullable().default(null),
  speedKmh: z.number().min(0).max(400).nullable().default(null),
})
export type Fix = z.infer<typeof Fix>

export const MOST_FIXES = 5_000
/** A fix from further ahead than this is of a device whose clock is wrong (`bad-time`). */
export const FIX_AHEAD_MS = 120_000
/** A handset may bring what it gathered without a network, for so long (`bad-time`). */
export const FIX_BEHIND_MS = 24 * 3_600_000

/**
 * POST /v1/positions. An inspector reports himself only (`forbidden` for the whole request otherwise). Fixes are checked one by
 * one; a wrong one is refused with its index, the others are taken. The order within a request is free; sending again does
 * no harm.
 */
export const PositionsRequest = z.object({ fixes: z.array(Fix).min(1).max(MOST_FIXES) })
export const PositionsReply = z.object({
  taken: z.int(),
  /** Codes: `bad-request`, `bad-time`, `bad-coordinate`, `not-found` (no such person or vehicle in the hall). */
  refused: z.array(z.object({ index: z.int(), code: z.string(), detail: z.string() })),
})
export type PositionsReply = z.infer<typeof PositionsReply>

/** A fix on the stream: object, at, lng, lat, headingDeg, speedKmh. */
export const FixLine = z.tuple([FieldObjectId, Instant, Lng, Lat, z.number().nullable(), z.number().nullable()])
export type FixLine = z.infer<typeof FixLine>

/**
 * GET /v1/positions/stream → NDJSON. First a `snapshot` with the latest fix of every object, then a `batch` every
 * {@link POSITIONS_EVERY_MS} with what has become newer; an empty one is the heartbeat. A slow reader gets fewer batches, never
 * older positions.
 */
export const PositionsLine = z.object({ type: z.enum(['snapshot', 'batch']), time: Instant, fixes: z.array(FixLine) })
export type PositionsLine = z.infer<typeof PositionsLine>

export const POSITIONS_EVERY_MS = 1_000

/** Longest span of one question for a track, and the most fixes of its answer. */
export const TRACK_SPAN_MS = 24 * 3_600_000
export const MOST_TRACK_FIXES = 20_000

/**
 * GET /v1/positions/track?object=&from=&to=: the fixes in [from, to], oldest first. `next`: ask again from there; null at the
 * end.
 */
export const TrackReply = z.object({
  object: FieldObjectId,
  fixes: z.array(z.tuple([Instant, Lng, Lat, z.number().nullable(), z.number().nullable()])),
  next: Instant.nullable(),
})
export type TrackReply = z.infer<typeof TrackReply>
