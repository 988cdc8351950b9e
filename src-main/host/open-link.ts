import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { CacheChange } from '../db/cache-api.ts'
import type { HallDb } from '../db/hall-db.ts'
import type { Signals } from '../doors/signals.ts'
import type { MapRevisions } from '../features/map/index.ts'
import { AnchorKeeper } from '../link/anchor-keeper.ts'
import { LinkService } from '../link/link-service.ts'
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
    void db.cache.hallSettings().then((settings) => {
      offset = settings?.zoneOffsetMinutes ?? offset
    })
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

interface AnchorGround extends Pick<LinkGround, 'client' | 'db' | 'log'> {
  readonly link: LinkService
  readonly suspect: (code: ErrorCode, detail: string) => Promise<void>
}

/** What tells the platform where the ledger stands, and raises the alarm when the platform knows it otherwise. */
export function openAnchors({ client, db, link, log, suspect }: AnchorGround): AnchorKeeper {
  return new AnchorKeeper({
    ...{ client, ledger: db.ledger, timers: systemTimers, isOffline: () => link.isOffline },
    contradicted: (detail) => suspect('anchor-contradicts', detail),
    anchored: (auditN) => db.ledger.setMeta('anchored-audit', String(auditN)),
    failed: (where, error) => {
      log.error(where, error)
    },
  })
}

/** Fans out what a write to the cache changed, and nothing more. */
export function announce(change: CacheChange, signals: Signals): void {
  if (change.cases.length > 0) signals.raise('cases', 'map')
  if (change.kinds.some((kind) => referenceKinds.has(kind))) signals.raise('reference')
  if (change.kinds.some((kind) => mapKinds.has(kind))) signals.raise('map')
  if (change.kinds.some((kind) => fieldKinds.has(kind))) signals.raise('field')
  if (change.kinds.includes('device')) signals.raise('roster')
}
