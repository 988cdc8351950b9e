import { ok, refuse } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { knownOf, lanesOf, takeAnchor } from '../anchors/anchor-store.ts'
import { isWall, nameOf } from '../auth/callers.ts'
import { findSettled } from '../commands/outcome-store.ts'
import { writeAudit } from '../store/audit.ts'
import type { ToldBeyond } from '../store/told-beyond.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

/** Where the seats' ledgers stand, and what a seat is told that has lost some of its own. */
export function serveAnchors(api: Api, beyond: ToldBeyond): void {
  const { platform } = api
  serve(api, endpoints.takeAnchor, async ({ caller, body }) => {
    const taken = await takeAnchor(platform, caller, body)
    if (taken.ok) return ok({ time: platform.clock.now() })
    await writeAudit(platform, nameOf(caller), 'anchor-contradicts', { told: body, known: taken.error.detail })
    return taken
  })
  serve(api, endpoints.anchor, async ({ caller }) => ok(await knownOf(platform, caller)))
  serve(api, endpoints.lostAct, async ({ caller, body: { epoch, id } }) => {
    if (isWall(caller)) return refuse('forbidden', 'wall')
    const { store, hall } = platform
    const isLost = epoch === hall.epoch && !(await findSettled(store.db, hall, [id])).has(id)
    if (isLost) await beyond.provedBy(caller.device, { act: id })
    return ok({ epoch: hall.epoch })
  })
  serve(api, endpoints.lanes, async ({ caller, query }) => ok(await lanesOf(platform, caller, query.after, query.limit)))
}
