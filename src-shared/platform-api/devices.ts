// Machines of one hall that talk to each other while the platform is away (ADR 013): who they are and where.
import { SeatId } from '#shared/kernel/ids.ts'
import { z } from '#shared/kernel/zod.ts'
import { Sha256 } from './commands.ts'
import { DeviceRole } from './people.ts'

/** DER of an X.509 certificate, base64. */
const Certificate = z.base64().min(100).max(4_096)

const LanUrl = z
  .url({ protocol: /^https$/ })
  .max(200)
  // Asked of every text, whether it has passed as an address or not.
  .refine((url) => URL.canParse(url) && new URL(url).pathname === '/' && !url.includes('@') && !/[?#]/.test(url), 'address only')

/** PUT /v1/devices/mine: this machine can be reached by the others of its hall. */
export const DeviceAnnouncement = z.object({
  lanUrl: LanUrl,
  certificate: Certificate,
  /** Order in which machines are asked to order claims 中继, the lowest first; null: never. */
  relayOrder: z.int().min(1).max(99).nullable(),
})
export type DeviceAnnouncement = z.infer<typeof DeviceAnnouncement>

/** kind `device`, id = seat. Gone (a tombstone) when the machine was withdrawn or revoked. */
export const DeviceRow = DeviceAnnouncement.extend({
  seat: SeatId,
  name: z.string().max(80),
  role: DeviceRole,
  /** SHA-256 of the certificate's public key (SPKI), lower-case hex: what both sides pin. */
  fingerprint: Sha256,
})
export type DeviceRow = z.infer<typeof DeviceRow>
