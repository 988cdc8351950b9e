import { ok, refuse } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { enrol, mintEnrolmentCode } from '../auth/enrolment.ts'
import { setSecret } from '../auth/set-secret.ts'
import { endSignIn, signIn } from '../auth/sign-in.ts'
import { isWall, nameOf } from '../auth/callers.ts'
import { auditIn, writeAudit } from '../store/audit.ts'
import { transact } from '../store/transact.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

/** Devices, sign-ins and secrets. */
export function servePeople(api: Api): void {
  const { platform } = api
  serve(api, endpoints.enrol, async ({ body }) => {
    const enrolled = await enrol(platform, body)
    if (!enrolled.ok) await writeAudit(platform, `seat:${body.seat}`, 'enrolment-refused', { name: body.name })
    return enrolled
  })
  serve(api, endpoints.mintEnrolmentCode, async ({ body, caller }) => {
    const { seat, role } = body
    const code = await transact(platform.store.db, async (tx) => {
      await auditIn(tx, platform, { who: nameOf(caller), what: 'enrolment-code-made', detail: { seat } })
      return mintEnrolmentCode(tx, platform, seat, role)
    })
    return ok({ seat: body.seat, code })
  })
  serve(api, endpoints.signIn, async ({ body, caller }) => {
    if (caller.kind === 'person' || caller.kind === 'administrator') return refuse('forbidden')
    if (isWall(caller)) return refuse('forbidden', 'wall')
    const signed = await signIn(platform, caller, body)
    if (!signed.ok) await writeAudit(platform, `person:${body.person}`, `sign-in-${signed.error.code}`, { by: nameOf(caller) })
    return signed
  })
  serve(api, endpoints.signOut, async ({ caller, request }) => {
    await endSignIn(platform, caller, request.headers.authorization)
    return ok({ time: platform.clock.now() })
  })
  serve(api, endpoints.setSecret, ({ params, body, caller }) => setSecret(platform, params.id, { ...body, by: nameOf(caller) }))
}
