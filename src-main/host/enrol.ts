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
  const client = new PlatformClient(launch.platformUrl, null, { ca: launch.platformCa })
  const name = `seat ${launch.seat}`
  for (let attempt = 1; ; attempt += 1) {
    const reply = await client.enrol({ code: launch.enrolCode, name, seat: launch.seat })
    if (reply.ok) {
      const device: Device = { ...reply.value, signingKey: null }
      await store.save(device)
      return ok(device)
    }
    if (!passingCodes.has(reply.error.code) || attempt >= TRIES) return reply
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
