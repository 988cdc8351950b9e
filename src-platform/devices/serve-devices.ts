import { ok } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { serve } from '../api/serve.ts'
import type { Api } from '../api/serve.ts'
import { nameOf } from '../auth/callers.ts'
import { writeAudit } from '../store/audit.ts'
import { announce, withdraw } from './announce.ts'

/** The roster of machines that talk to each other. */
export function serveDevices(api: Api): void {
  const { platform } = api
  serve(api, endpoints.announceDevice, async ({ caller, body }) => {
    const announced = await announce(platform, caller.device, body)
    if (announced.ok) {
      const { lanUrl, fingerprint } = announced.value
      await writeAudit(platform, nameOf(caller), 'device-announced', { lanUrl, fingerprint })
    }
    return announced
  })
  serve(api, endpoints.withdrawDevice, async ({ caller }) => {
    await withdraw(platform, caller.seat)
    return ok({ time: platform.clock.now() })
  })
}
