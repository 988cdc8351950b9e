import { createHmac } from 'node:crypto'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { hasServed } from '../device-key/index.ts'
import { PlatformClient } from '../link/platform-client.ts'
import { passingCodes } from '../link/why-unheard.ts'
import type { Device, DeviceStore } from './device-store.ts'
import type { HostLaunch } from './launch.ts'
import { isRevoked } from './revoked-credential.ts'

const TRIES = 120
const PAUSE_MS = 500

/**
 * This machine's credential: stored, or won once with the enrolment code. Only the first start needs the platform. Refuses
 * 'credential-missing' where this machine has served before and a code is not to be had, or not good; 'device-revoked' where the
 * platform has said so of this very credential.
 */
export async function ensureEnrolled(store: DeviceStore, launch: HostLaunch): Promise<Result<Device>> {
  const stored = await store.load()
  if (!stored.ok) return stored
  if (stored.value !== null) {
    if (stored.value.seat !== launch.seat) return refuse('bad-enrolment', `${stored.value.seat} ≠ ${launch.seat}`)
    return (await isRevoked(launch.dataDir, stored.value)) ? refuse('device-revoked', launch.seat) : ok(stored.value)
  }
  const isLost = hasServed(launch.dataDir)
  // Its key is gone too: that one first, before anything new is sealed.
  if (isLost && launch.isKeySpare) return refuse('credential-missing', launch.seat)
  if (launch.enrolCode === null) return refuse(isLost ? 'credential-missing' : 'bad-enrolment', launch.seat)
  for (let attempt = 1; ; attempt += 1) {
    const reply = await enrolWith(launch, launch.enrolCode)
    if (reply.ok) {
      await store.save(reply.value)
      return reply
    }
    if (isLost) return refuse('credential-missing', reply.error.code)
    if (!passingCodes.has(reply.error.code) || attempt >= TRIES) return reply
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

/**
 * What the platform hands to this machine for the code; asked once, nothing is written. The same machine may ask again with the
 * same code when the reply was lost or could not be kept: its claim is made of its key, so it needs no place of its own.
 */
export async function enrolWith({ platformUrl, platformCa, seat, deviceKey }: HostLaunch, code: string): Promise<Result<Device>> {
  const client = new PlatformClient(platformUrl, null, { ca: platformCa })
  const claim = createHmac('sha256', Buffer.from(deviceKey, 'base64')).update(`wanmi enrolment 1 ${code}`).digest('base64url')
  const reply = await client.enrol({ code, name: `seat ${seat}`, seat, claim })
  return reply.ok ? ok({ ...reply.value, signingKey: null }) : reply
}
