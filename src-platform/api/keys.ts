import { ok, refuse } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { isAdministrator, isWall, nameOf } from '../auth/callers.ts'
import { listDevices, noteKey, registerSigningKey, revokeDevice } from '../auth/devices.ts'
import { currentKeyAge, keysOut, readHallKeys } from '../keys/hall-keys.ts'
import { rotateHallKey } from '../keys/rotate.ts'
import { writeAudit } from '../store/audit.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

/** The hall's keys and the machines that may have them. */
export function serveKeys(api: Api): void {
  const { platform } = api
  serve(api, endpoints.hallKeys, async ({ caller }) => {
    if (isWall(caller)) return refuse('forbidden', 'wall')
    const keys = keysOut(await readHallKeys(platform.store.db, platform.hall.id))
    const [current] = keys
    if (current === undefined) return refuse('not-found')
    await noteKey(platform, caller.device, current.id)
    return ok({ current: current.id, keys })
  })
  serve(api, endpoints.rotateHallKey, async ({ caller }) => {
    if (!isAdministrator(caller)) return refuse('forbidden', 'administrator')
    const rotated = await rotateHallKey(platform, nameOf(caller))
    return rotated.ok ? ok({ ...rotated.value, ids: [...rotated.value.ids] }) : rotated
  })
  serve(api, endpoints.devices, async ({ caller }) => {
    const isSeat = caller.kind === 'device' && caller.role === 'seat'
    if (!isSeat && !isAdministrator(caller)) return refuse('forbidden', 'administrator')
    const currentKey = await currentKeyAge(platform.store.db, platform.hall.id)
    return ok({ devices: await listDevices(platform), currentKey })
  })
  serve(api, endpoints.revokeDevice, async ({ caller, params, body }) => {
    if (!isAdministrator(caller)) return refuse('forbidden', 'administrator')
    return revokeDevice(platform, params.id, { reason: body.reason, by: nameOf(caller) })
  })
  serve(api, endpoints.signingKey, async ({ caller, body }) => {
    const { publicKey } = body
    const kept = await registerSigningKey(platform, caller.device, { publicKey, by: nameOf(caller) })
    if (!kept.ok) await writeAudit(platform, nameOf(caller), 'signing-key-refused', { key: publicKey })
    return kept
  })
}
