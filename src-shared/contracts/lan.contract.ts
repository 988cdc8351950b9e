import { SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, topic } from './contract.ts'

/** 本厅互联: the other machines of this hall, as this one reaches them. */
export const LanStatus = z.object({
  /** False: this machine was not started with it, or its address is not there yet. */
  on: z.boolean(),
  /** Why it is not on though it was started with it, in the system's words; it is tried again until it is. */
  trouble: z.string().nullable(),
  peers: z.array(z.object({ seat: SeatId, name: z.string(), role: z.enum(['seat', 'wall']), connected: z.boolean() })),
  /** Who would order claims now, while the platform is away; null: nobody. */
  relay: SeatId.nullable(),
})
export type LanStatus = z.infer<typeof LanStatus>

export const lanContract = {
  status: topic({ in: z.object({}), out: LanStatus, access: access.shown }),
}
