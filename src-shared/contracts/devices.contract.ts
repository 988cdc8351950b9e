import { Instant } from '#shared/domain/case/case-row.ts'
import { DeviceId, SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { access, command, query } from './contract.ts'
import type { Access } from './contract.ts'

const administrators = { ...access.seat, posts: ['administrator'] } as const satisfies Access

/** One's own PIN again: whoever finds an unlocked seat ends no machine with it. */
const secret = z.string().min(4).max(128)

/** 设备: a machine that is, or was, a seat or a wall of the hall. */
export const DeviceLine = z.object({
  id: DeviceId,
  seat: SeatId,
  name: z.string(),
  role: z.enum(['seat', 'wall']),
  enrolledAt: Instant,
  revokedAt: Instant.nullable(),
  revokedReason: z.string().nullable(),
  /** The newest of the hall's keys it has been handed, and when; null for walls, and until it has asked. */
  key: z.object({ id: z.string(), at: Instant }).nullable(),
})
export type DeviceLine = z.infer<typeof DeviceLine>

/** 设备与密钥: the platform's list; `own` is the machine that asks. */
export const DeviceList = z.object({
  own: DeviceId,
  devices: z.array(DeviceLine),
  currentKey: z.object({ id: z.string(), madeAt: Instant }),
})
export type DeviceList = z.infer<typeof DeviceList>

export const devicesContract = {
  list: query({ in: z.object({}), out: DeviceList, access: administrators }),
  /** Ends a machine's enrolment: it is cut off at once and gets no new key. Not the machine that asks. */
  revoke: command({
    in: z.object({ device: DeviceId, reason: z.string().trim().min(2).max(200), secret }),
    out: z.object({ revokedAt: Instant }),
    access: administrators,
  }),
  /** A new business key 业务密钥 for the hall; what was sealed under older ones stays readable. */
  rotate: command({ in: z.object({ secret }), out: z.object({ current: z.string() }), access: administrators }),
}
