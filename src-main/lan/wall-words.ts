// What hosts of one hall say to each other about the walls they run (ADR 007): a place is pushed, the push is taken back, or only
// asked how the wall is.
import { PUSH_SECONDS } from '#shared/contracts/wall.contract.ts'
import { Lat, Lng, storableText } from '#shared/domain/case/case-row.ts'
import { MOST_DISPLAYS } from '#shared/domain/wall/index.ts'
import { CaseId } from '#shared/kernel/ids.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'

/** POST here speaks to the other host's wall. */
export const WALL_PATH = '/v1/lan/wall'

export const WallWord = z.discriminatedUnion('do', [
  z.object({ do: z.literal('ask') }),
  z.object({
    do: z.literal('push'),
    lng: Lng,
    lat: Lat,
    caseId: CaseId.nullable(),
    title: storableText.max(80),
    seconds: z.int().min(PUSH_SECONDS.least).max(PUSH_SECONDS.most),
  }),
  /** Ends a push of the host that says so, and nobody else's. */
  z.object({ do: z.literal('end') }),
])
export type WallWord = z.infer<typeof WallWord>

const panes = z.int().min(0).max(MOST_DISPLAYS)
export const WallReply = z.object({
  /** Monitors that are there, and those of them whose window lives; none: this host runs no wall. */
  panes,
  alive: panes,
  scene: z.string().max(40),
  rotates: z.boolean(),
  /** Whose push is shown. */
  pushed: z.enum(['yours', 'another']).nullable(),
})
export type WallReply = z.infer<typeof WallReply>

/** Answers for the wall of this host. */
export type WallKeeper = (from: SeatId, word: WallWord) => Promise<WallReply>

/** One other host's answer; null: none came, so nobody knows whether it has heard. */
export interface WallAnswer {
  readonly seat: SeatId
  readonly name: string
  readonly reply: WallReply | null
}
