import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import type { CacheChange } from '../db/cache-api.ts'
import type { HallDb } from '../db/hall-db.ts'
import type { Handlers } from '../doors/handlers.ts'
import type { Signals } from '../doors/signals.ts'
import { attachmentsHandlers, AttachmentService } from '../features/attachments/index.ts'
import { casesHandlers, CommandWriter } from '../features/cases/index.ts'
import { evaluationHandlers } from '../features/evaluation/index.ts'
import { fieldHandlers, FieldService } from '../features/field/index.ts'
import type { Hall } from '../features/hall/index.ts'
import { intakeHandlers } from '../features/intake/index.ts'
import { linkHandlers } from '../features/link/index.ts'
import { mapHandlers, MapRevisions } from '../features/map/index.ts'
import { outboxHandlers } from '../features/outbox/index.ts'
import type { KeyKeeper } from '../features/personal/index.ts'
import { Reference } from '../features/reference/index.ts'
import { sessionHandlers, SessionService } from '../features/session/index.ts'
import { Conductor, wallHandlers } from '../features/wall/index.ts'
import { AttachmentClient } from '../link/attachment-client.ts'
import { LinkService } from '../link/link-service.ts'
import type { PlatformClient } from '../link/platform-client.ts'
import { TimeKeeper } from '../link/time-keeper.ts'
import type { Device, DeviceStore } from './device-store.ts'
import type { HostLaunch, HostMessage } from './launch.ts'
import type { Log } from './log.ts'
import { openKeys } from './open-keys.ts'

export interface Furniture {
  readonly handlers: Handlers
  readonly session: SessionService
  readonly link: LinkService
  readonly field: FieldService
  readonly conductor: Conductor
  readonly attachments: AttachmentService
  /** Null on a wall, which has no hall key. */
  readonly keys: KeyKeeper | null
}

interface Parts {
  readonly launch: HostLaunch
  readonly log: Log
  readonly say: (message: HostMessage) => void
  readonly device: Device
  readonly store: DeviceStore
  readonly db: HallDb
  readonly client: PlatformClient
  readonly signals: Signals
}

const CHINA_OFFSET_MINUTES = 480
const referenceKinds = new Set(['department', 'person', 'catalogue', 'calendar', 'settings', 'duty-grid'])
const fieldKinds = new Set(['camera', 'vehicle'])
const mapKinds = new Set(['map-feature', 'grid', 'component', 'settings'])

/** Puts the features into the house: who gets what, in one place. */
export async function furnish({ launch, log, say, device, store, db, client, signals }: Parts): Promise<Furniture> {
  const revisions = new MapRevisions(systemClock.now())
  const time = new TimeKeeper(systemClock, Number((await db.ledger.getMeta('platform-time')) ?? 0))
  let zoneOffsetMinutes = (await db.cache.hallSettings())?.zoneOffsetMinutes ?? CHINA_OFFSET_MINUTES
  const link = new LinkService({
    client,
    db,
    time,
    clock: systemClock,
    random: systemRandom,
    zoneOffsetMinutes: () => zoneOffsetMinutes,
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
      failed: (where, error) => {
        log.error(where, error)
      },
    },
  })
  signals.listen((signal) => {
    if (signal !== 'reference') return
    void db.cache.hallSettings().then((settings) => {
      zoneOffsetMinutes = settings?.zoneOffsetMinutes ?? zoneOffsetMinutes
    })
  })
  const { sealer, keys } = openKeys({ device, store, client, db, signals, time, log })
  const base = { seat: launch.seat, version: launch.version, db, link, client, time, signals }
  const hall: Hall = { ...base, clock: systemClock, random: systemRandom, sealer }
  const session = new SessionService(hall)
  await session.resume()
  const conductor = await Conductor.open(hall, (pane, why) => {
    say({ type: 'pane-lost', pane, why })
  })
  const field = new FieldService(hall, (where, error) => {
    log.error(where, error)
  })
  const attachments = await AttachmentService.open(hall, {
    dataDir: launch.dataDir,
    deviceKey: Buffer.from(launch.deviceKey, 'base64'),
    client: new AttachmentClient(launch.platformUrl, device.token, { ca: launch.platformCa }),
    onFailure: (where, error) => {
      log.error(where, error)
    },
  })
  const reference = new Reference(db.cache, signals)
  return {
    handlers: handlersOf({ hall, session, reference, revisions, conductor, field, attachments }),
    session,
    link,
    field,
    conductor,
    attachments,
    keys,
  }
}

interface Rooms {
  readonly hall: Hall
  readonly session: SessionService
  readonly reference: Reference
  readonly revisions: MapRevisions
  readonly conductor: Conductor
  readonly field: FieldService
  readonly attachments: AttachmentService
}

function handlersOf({ hall, session, reference, revisions, conductor, field, attachments }: Rooms): Handlers {
  const writer = new CommandWriter(hall, reference)
  return {
    session: sessionHandlers(hall, session),
    cases: casesHandlers(hall, reference, writer),
    intake: intakeHandlers(hall, reference, writer),
    link: linkHandlers(hall),
    outbox: outboxHandlers(hall, reference, writer),
    map: mapHandlers(hall, revisions),
    wall: wallHandlers(hall, conductor),
    evaluation: evaluationHandlers(hall, reference),
    field: fieldHandlers(hall, field),
    attachments: attachmentsHandlers(hall, attachments, writer),
  }
}

/** Fans out what a write to the cache changed, and nothing more. */
function announce(change: CacheChange, signals: Signals): void {
  if (change.cases.length > 0) signals.raise('cases', 'map')
  if (change.kinds.some((kind) => referenceKinds.has(kind))) signals.raise('reference')
  if (change.kinds.some((kind) => mapKinds.has(kind))) signals.raise('map')
  if (change.kinds.some((kind) => fieldKinds.has(kind))) signals.raise('field')
}
