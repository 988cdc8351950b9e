import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { PlatformClient } from '../link/platform-client.ts'
import { passingCodes } from '../link/why-unheard.ts'
import type { Device, DeviceStore } from './device-store.ts'
import type { HostLaunch } from './launch.ts'

const TRIES = 120
const PAUSE_MS = 500

/** This machine's credential: stored, or won once with the enrolment code. Only the first start needs the platform. */
export async function ensureEnrolled(store: DeviceStore, launch: HostLaunch): Promise<Result<Device>> {
  const stored = await store.load()
  if (!stored.ok) return stored
  if (stored.value !== null) {
    return stored.value.seat === launch.seat ? ok(stored.value) : refuse('bad-enrolment', `${stored.value.seat} ≠ ${launch.seat}`)
  }
  if (launch.enrolCode === null) return refuse('bad-enrolment', launch.seat)
  for (let attempt = 1; ; attempt += 1) {
    const reply = await enrolWith(launch, launch.enrolCode)
    if (reply.ok) {
      await store.save(reply.value)
      return reply
    }
    if (!passingCodes.has(reply.error.code) || attempt >= TRIES) return reply
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

/** What the platform hands to this machine for the code; asked once, nothing is written. */
export async function enrolWith({ platformUrl, platformCa, seat }: HostLaunch, code: string): Promise<Result<Device>> {
  const client = new PlatformClient(platformUrl, null, { ca: platformCa })
  const reply = await client.enrol({ code, name: `seat ${seat}`, seat })
  return reply.ok ? ok({ ...reply.value, signingKey: null }) : reply
}
