import { ok, refuse } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { nameOf } from '../auth/callers.ts'
import { listDevices, registerSigningKey, revokeDevice } from '../auth/devices.ts'
import { keysOut, readHallKeys } from '../keys/hall-keys.ts'
import { rotateHallKey } from '../keys/rotate.ts'
import { writeAudit } from '../store/audit.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

/** The hall's keys and the machines that may have them. */
export function serveKeys(api: Api): void {
  const { platform } = api
  serve(api, endpoints.hallKeys, async ({ caller }) => {
    if (caller.role === 'wall') return refuse('forbidden', 'wall')
    const keys = keysOut(await readHallKeys(platform.store.db, platform.hall.id))
    const [current] = keys
    return current === undefined ? refuse('not-found') : ok({ current: current.id, keys })
  })
  serve(api, endpoints.rotateHallKey, async ({ caller }) => {
    const rotated = await rotateHallKey(platform)
    await writeAudit(platform, nameOf(caller), 'hall-key-rotated', { current: rotated.current, resealed: rotated.resealed })
    return ok({ ...rotated, ids: [...rotated.ids] })
  })
  serve(api, endpoints.devices, async () => ok({ devices: await listDevices(platform) }))
  serve(api, endpoints.revokeDevice, async ({ caller, params }) => {
    const revoked = await revokeDevice(platform, params.id)
    if (revoked.ok) await writeAudit(platform, nameOf(caller), 'device-revoked', { device: params.id })
    return revoked
  })
  serve(api, endpoints.signingKey, async ({ caller, body }) => {
    const kept = await registerSigningKey(platform, caller.device, body.publicKey)
    await writeAudit(platform, nameOf(caller), kept.ok ? 'signing-key-registered' : 'signing-key-refused', {
      key: body.publicKey,
    })
    return kept
  })
}
