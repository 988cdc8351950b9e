import type { Contracts } from '#shared/contracts/index.ts'
import type { SessionStatus } from '#shared/contracts/session.contract.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import { extendFrom } from './offline-extension.ts'
import type { SessionService } from './session-service.ts'

const DEFAULT_LOCK_MINUTES = 5
const CHINA_OFFSET_MINUTES = 480

export function sessionHandlers(hall: Hall, service: SessionService): HandlersOf<Contracts['session']> {
  return {
    status: {
      watches: ['session', 'reference', 'link', 'drafts'],
      read: async () => ok(await readStatus(hall, service)),
    },
    lookUp: async ({ person }) => {
      const row = await hall.db.cache.person(person)
      return ok(row?.active === true ? { name: row.name, posts: row.posts } : null)
    },
    signIn: (arg) => service.signIn(arg),
    lock: () => service.lock(),
    unlock: ({ secret }) => service.unlock(secret),
    extendOffline: (arg) => service.extendOffline(arg),
    signOut: () => service.signOut(),
  }
}

async function readStatus(hall: Hall, service: SessionService): Promise<SessionStatus> {
  const { cache, ledger } = hall.db
  // Before anything is read: what arrives meanwhile must not make it look fresher than it is.
  const syncedAt = hall.link.status().freshAt
  const [settings, people, counts] = await Promise.all([cache.hallSettings(), cache.people(), cache.counts()])
  const offlineUntil = await service.offlineUntil()
  const signedIn = service.current
  const others = await ledger.draftCountOfOthers(null)
  const mine = others.find(({ owner }) => owner === signedIn?.person)
  return {
    hallName: settings?.name ?? '',
    seat: hall.seat,
    version: hall.version,
    zoneOffsetMinutes: settings?.zoneOffsetMinutes ?? CHINA_OFFSET_MINUTES,
    signedIn,
    shifts: settings?.shifts ?? [],
    rosterSize: people.filter(({ active, verifier }) => active && verifier !== null).length,
    offlineUntil,
    extendFrom: offlineUntil === null ? null : Math.max(0, extendFrom(offlineUntil)),
    idleLockMinutes: settings?.idleLockMinutes ?? DEFAULT_LOCK_MINUTES,
    cache: { cases: counts.cases, components: counts.components, syncedAt },
    handover: await cache.handover(hall.time.shown()),
    left: signedIn?.locked === true ? { name: signedIn.name, at: signedIn.since, drafts: mine?.drafts ?? 0 } : null,
  }
}
