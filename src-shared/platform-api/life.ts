// The life of the generated town (administrator): how fast it goes, and whether it stands still. A platform in earnest has none.
import { Instant } from '#shared/domain/case/case-row.ts'
import { z } from '#shared/kernel/zod.ts'

export const SLOWEST_LIFE = 1
export const FASTEST_LIFE = 600

/** Events a real second brings: 1 as in life, 600 six hundred times as many. Clocks of limits run in real time whatever it is. */
export const LifeSpeed = z.number().min(SLOWEST_LIFE).max(FASTEST_LIFE)

/** PUT /v1/life: members left out stay as they are. */
export const LifeRequest = z.object({ state: z.enum(['running', 'paused']).optional(), speed: LifeSpeed.optional() })
export type LifeRequest = z.infer<typeof LifeRequest>

/** GET and PUT /v1/life. Counts are of this run. */
export const LifeStatus = z.object({
  state: z.enum(['starting', 'running', 'paused', 'ended']),
  speed: LifeSpeed,
  /** The clock of the town, which runs `speed` times as fast as the platform's. */
  townTime: Instant,
  /** Cases reported, steps taken on cases, steps the platform refused because somebody was quicker. */
  reported: z.int(),
  steps: z.int(),
  overtaken: z.int(),
  /** Requests that failed otherwise. */
  failed: z.int(),
  /** Open cases it knows of. */
  open: z.int(),
  positions: z.int(),
})
export type LifeStatus = z.infer<typeof LifeStatus>
