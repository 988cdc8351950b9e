import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { CacheChange } from '../db/cache-api.ts'
import type { HallDb } from '../db/hall-db.ts'
import type { Signals } from '../doors/signals.ts'
import type { MapRevisions } from '../features/map/index.ts'
import { AnchorKeeper } from '../link/anchor-keeper.ts'
import { LinkService } from '../link/link-service.ts'
import { LostActs } from '../link/lost-acts.ts'
import type { PlatformClient } from '../link/platform-client.ts'
import type { TimeKeeper } from '../link/time-keeper.ts'
import type { Log } from './log.ts'

const CHINA_OFFSET_MINUTES = 480
const referenceKinds = new Set(['department', 'person', 'catalogue', 'calendar', 'settings', 'duty-grid'])
const fieldKinds = new Set(['camera', 'vehicle'])
const mapKinds = new Set(['map-feature', 'map-tile', 'grid', 'component', 'settings'])

interface LinkGround {
  readonly client: PlatformClient
  readonly db: HallDb
  readonly time: TimeKeeper
  readonly revisions: MapRevisions
  readonly signals: Signals
  readonly log: Log
}

/** The line to the platform, telling the house what it brings; and the hall's zone as the platform last gave it. */
export async function openLink({ client, db, time, revisions, signals, log }: LinkGround): Promise<{
  link: LinkService
  zoneOffsetMinutes: () => number
}> {
  let offset = (await db.cache.hallSettings())?.zoneOffsetMinutes ?? CHINA_OFFSET_MINUTES
  const zoneOffsetMinutes = (): number => offset
  signals.listen((signal) => {
    if (signal !== 'reference') return
    db.cache.hallSettings().then(
      (settings) => {
        offset = settings?.zoneOffsetMinutes ?? offset
      },
      // The zone stays as it was last read.
      (error: unknown) => {
        log.error('hall settings', error)
      },
    )
  })
  const link = new LinkService({
    ...{ client, db, time, clock: systemClock, random: systemRandom, zoneOffsetMinutes },
    events: {
      statusChanged: () => {
        signals.raise('link')
      },
      outboxChanged: () => {
        signals.raise('outbox')
      },
      cacheChanged: (change) => {
        revisions.note(change)
        announce(change, signals)
      },
      cacheReplaced: () => {
        revisions.noteAll()
        signals.raise('cases', 'map', 'reference', 'field', 'roster')
      },
      failed: (where, error) => {
        log.error(where, error)
      },
    },
  })
  return { link, zoneOffsetMinutes }
}

interface WitnessGround extends Pick<LinkGround, 'client' | 'db' | 'time' | 'log'> {
  readonly link: LinkService
  readonly suspect: (code: ErrorCode, detail: string) => Promise<void>
}

/** What seat and platform know of each other, so that neither can be put back to an earlier day without a word. */
export function openWitnesses(ground: WitnessGround): { anchors: AnchorKeeper; lostActs: LostActs } {
  const { client, db, link, time, log, suspect } = ground
  const common = {
    ...{ client, ledger: db.ledger, timers: systemTimers },
    failed: (where: string, error: unknown) => {
      log.error(where, error)
    },
  }
  const anchors = new AnchorKeeper({
    ...common,
    isOffline: () => link.isOffline,
    contradicted: (detail) => suspect('anchor-contradicts', detail),
    anchored: (auditN) => db.ledger.setMeta('anchored-audit', String(auditN)),
  })
  const lostActs = new LostActs({
    ...common,
    life: () => (link.isOffline ? null : link.platformLife),
    now: () => time.now(),
    lost: (id, isHeeded) => {
      const next = isHeeded ? 'it begins a new life' : 'it was told and goes on as before'
      log.info(`the platform does not have what it had accepted: ${id}; ${next}`)
    },
  })
  return { anchors, lostActs }
}

/** Fans out what a write to the cache changed, and nothing more. */
export function announce(change: CacheChange, signals: Signals): void {
  if (change.cases.length > 0) signals.raise('cases', 'map')
  if (change.kinds.some((kind) => referenceKinds.has(kind))) signals.raise('reference')
  if (change.kinds.some((kind) => mapKinds.has(kind))) signals.raise('map')
  if (change.kinds.some((kind) => fieldKinds.has(kind))) signals.raise('field')
  if (change.kinds.includes('device')) signals.raise('roster')
}
