import type { Contracts } from '#shared/contracts/index.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { DeviceId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { PlatformClient } from '../../link/platform-client.ts'
import { sessionOf } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'

type Client = Pick<PlatformClient, 'signIn' | 'signOut' | 'revokeDevice' | 'rotateHallKey'>

export interface DevicesPorts {
  readonly own: DeviceId
  /** The platform as somebody with this token speaks to it, or nobody. */
  readonly clientAs: (token: string | null) => Client
}

export function devicesHandlers(
  { client, db, time }: Pick<Hall, 'client' | 'db' | 'time'>,
  { own, clientAs }: DevicesPorts,
): HandlersOf<Contracts['devices']> {
  const record = (who: SignedIn, what: string, subject: string | null, { ok: isDone, detail }: Told): Promise<void> =>
    db.ledger.audit({
      ...{ at: time.now(), person: who.person, post: who.posts.join(','), what, subject, detail },
      result: isDone ? 'ok' : 'refused',
    })
  return {
    list: async () => {
      const listed = await client.devices()
      return listed.ok ? ok({ own, ...listed.value }) : listed
    },
    revoke: async ({ device, reason, secret }, context) => {
      const who = sessionOf(context)
      const revoked =
        device === own
          ? refuse('bad-request', 'device: this machine')
          : await asAdministrator(clientAs, { person: who.person, secret }, (as) => as.revokeDevice(device, reason))
      await record(who, 'keys.revoke-device', device, told(revoked, reason))
      return revoked.ok ? ok({ revokedAt: revoked.value.revokedAt }) : revoked
    },
    rotate: async ({ secret }, context) => {
      const who = sessionOf(context)
      const rotated = await asAdministrator(clientAs, { person: who.person, secret }, (as) => as.rotateHallKey())
      await record(who, 'keys.rotate', rotated.ok ? rotated.value.current : null, told(rotated, null))
      return rotated.ok ? ok({ current: rotated.value.current }) : rotated
    },
  }
}

interface Told {
  readonly ok: boolean
  readonly detail: string | null
}

const told = (result: Result<unknown>, why: string | null): Told => ({
  ok: result.ok,
  detail: result.ok ? why : result.error.code,
})

/** Signs in at the platform for one act; the platform proves PIN and post, and counts wrong ones. */
async function asAdministrator<T>(
  clientAs: DevicesPorts['clientAs'],
  { person, secret }: Pick<SignedIn, 'person'> & { readonly secret: string },
  act: (client: Client) => Promise<Result<T>>,
): Promise<Result<T>> {
  const signed = await clientAs(null).signIn({ person, secret, posts: ['administrator'], shift: null })
  if (!signed.ok) return signed
  if (signed.value.token === null) return refuse('bad-reply', 'token')
  const client = clientAs(signed.value.token)
  try {
    return await act(client)
  } finally {
    // What cannot be signed out now runs out by itself.
    await client.signOut()
  }
}
