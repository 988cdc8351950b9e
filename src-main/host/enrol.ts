import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { EnrolReply } from '#shared/platform-api/people.ts'
import { PlatformClient } from '../link/platform-client.ts'
import type { DeviceStore } from './device-store.ts'
import type { HostLaunch } from './launch.ts'

const TRIES = 120
const PAUSE_MS = 500

/** This machine's credential: stored, or won once with the enrolment code. Only the first start needs the platform. */
export async function ensureEnrolled(store: DeviceStore, launch: HostLaunch): Promise<Result<EnrolReply>> {
  const stored = await store.load()
  if (!stored.ok) return stored
  if (stored.value !== null) {
    return stored.value.seat === launch.seat ? ok(stored.value) : refuse('bad-enrolment', `${stored.value.seat} ≠ ${launch.seat}`)
  }
  if (launch.enrolCode === null) return refuse('bad-enrolment', launch.seat)
  const client = new PlatformClient(launch.platformUrl, null)
  const name = `seat ${launch.seat}`
  for (let attempt = 1; ; attempt += 1) {
    const reply = await client.enrol({ code: launch.enrolCode, name, seat: launch.seat })
    if (reply.ok) {
      await store.save(reply.value)
      return reply
    }
    const mayPass = reply.error.code === 'offline' || reply.error.code === 'platform-busy'
    if (!mayPass || attempt >= TRIES) return reply
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
