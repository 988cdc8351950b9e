import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import { DeviceId } from '#shared/kernel/ids.ts'
import type { GuardApi } from '../db/guard-api.ts'
import type { HallDb } from '../db/hall-db.ts'
import type { Handlers } from '../doors/handlers.ts'
import type { Signals } from '../doors/signals.ts'
import { attachmentsHandlers, AttachmentService } from '../features/attachments/index.ts'
import { auditHandlers, recorded } from '../features/audit/index.ts'
import type { AuditPorts, Retention } from '../features/audit/index.ts'
import { casesHandlers, CommandWriter } from '../features/cases/index.ts'
import { devicesHandlers } from '../features/devices/index.ts'
import type { DevicesPorts } from '../features/devices/index.ts'
import { evaluationHandlers } from '../features/evaluation/index.ts'
import { fieldHandlers, FieldService } from '../features/field/index.ts'
import type { Hall } from '../features/hall/index.ts'
import { intakeHandlers } from '../features/intake/index.ts'
import { goWithoutLan, HallLan, lanHandlers } from '../features/lan/index.ts'
import { cacheHandlers, linkHandlers } from '../features/link/index.ts'
import { mapHandlers, MapRevisions } from '../features/map/index.ts'
import { outboxHandlers } from '../features/outbox/index.ts'
import type { KeyKeeper } from '../features/personal/index.ts'
import { Reference } from '../features/reference/index.ts'
import { noRecovery, recordKeyBack } from '../features/recovery/index.ts'
import { sessionHandlers, SessionService } from '../features/session/index.ts'
import { ledgerWithBallast, storageHandlers } from '../features/storage/index.ts'
import type { StorageKeeper } from '../features/storage/index.ts'
import { Conductor, forVisitors, wallHandlers } from '../features/wall/index.ts'
import type { AnchorKeeper } from '../link/anchor-keeper.ts'
import type { LostActs } from '../link/lost-acts.ts'
import { AttachmentClient } from '../link/attachment-client.ts'
import type { LinkService } from '../link/link-service.ts'
import { PlatformClient } from '../link/platform-client.ts'
import { openTimeKeeper } from '../link/open-time-keeper.ts'
import type { TimeKeeper } from '../link/time-keeper.ts'
import type { Device, DeviceStore } from './device-store.ts'
import type { HostLaunch, HostMessage } from './launch.ts'
import type { Log } from './log.ts'
import { openAudit } from './open-audit.ts'
import { openKeys } from './open-keys.ts'
import { announce, openLink, openWitnesses } from './open-link.ts'
import { openStorage } from './open-storage.ts'

export interface Furniture {
  readonly storage: StorageKeeper
  readonly anchors: AnchorKeeper
  readonly lostActs: LostActs
  readonly handlers: Handlers
  readonly session: SessionService
  readonly link: LinkService
  readonly field: FieldService
  readonly conductor: Conductor
  readonly attachments: AttachmentService
  /** Null on a wall, which has no hall key. */
  readonly keys: KeyKeeper | null
  readonly retention: Retention
  readonly lan: Lan
}

/** 本厅互联, or what is left to do without it. */
interface Lan {
  start(): Promise<void>
  stop(): Promise<void>
}

interface Parts {
  readonly launch: HostLaunch
  readonly log: Log
  readonly say: (message: HostMessage) => void
  readonly device: Device
  readonly store: DeviceStore
  readonly db: HallDb
  readonly guard: GuardApi
  readonly client: PlatformClient
  readonly signals: Signals
  /** The ledger was found wrong: this host ends, and the next one asks a person. */
  readonly leave: () => void
}

/** Puts the features into the house: who gets what, in one place. */
export async function furnish({
  launch,
  log,
  say,
  device,
  store,
  db: opened,
  guard,
  client,
  signals,
  leave,
}: Parts): Promise<Furniture> {
  const storage = openStorage({ guard, signals, log, leave })
  const db: HallDb = { ...opened, ledger: ledgerWithBallast(opened.ledger, storage) }
  const revisions = new MapRevisions(systemClock.now())
  const time = await openTimeKeeper(systemClock, db.ledger)
  const { link, zoneOffsetMinutes } = await openLink({ client, db, time, revisions, signals, log })
  const { sealer, ring, keys } = openKeys({ device, store, client, db, signals, time, log })
  const lan = await openLan({ launch, log, db, link, client, time, signals })
  const base = { seat: launch.seat, version: launch.version, db, link, client, time, signals, lan: lan.words ?? null }
  const hall: Hall = { ...base, clock: systemClock, random: systemRandom, sealer, hasRoom: storage.hasRoom }
  const failed = (where: string, error: unknown): void => {
    log.error(where, error)
  }
  const session = new SessionService(hall, failed)
  await session.resume()
  await recordKeyBack(hall, launch.isKeySpare ? 'enrolment' : launch.keyIsBack)
  const lost = (pane: string, why: Extract<HostMessage, { type: 'pane-lost' }>['why']): void => {
    say({ type: 'pane-lost', pane, why })
  }
  const conductor = await Conductor.open(hall, { lost, failed })
  const field = new FieldService(hall, failed)
  const attachments = await AttachmentService.open(hall, {
    dataDir: launch.dataDir,
    deviceKey: Buffer.from(launch.deviceKey, 'base64'),
    servesPlayers: launch.web !== null,
    client: new AttachmentClient(launch.platformUrl, device.token, { ca: launch.platformCa }),
    onFailure: failed,
  })
  const witnesses = openWitnesses({ client, db, link, time, log, suspect: storage.suspect })
  const { audit, retention } = openAudit({
    ...{ hall, session, device, store, ring, launch, log },
    zoneOffsetMinutes,
    anchoredTo: async () => Number((await db.ledger.getMeta('anchored-audit')) ?? 0),
  })
  const devices = openDevices(launch, device)
  return {
    handlers: recorded(handlersOf({ hall, session, revisions, conductor, field, attachments, audit, devices, storage }), hall),
    storage,
    ...witnesses,
    session,
    link,
    field,
    conductor,
    attachments,
    keys,
    retention,
    lan,
  }
}

function openDevices({ platformUrl, platformCa }: HostLaunch, { deviceId }: Device): DevicesPorts {
  return {
    own: DeviceId.parse(deviceId),
    clientAs: (token) => new PlatformClient(platformUrl, token, { ca: platformCa }),
  }
}

interface LanGround extends Pick<Parts, 'launch' | 'log' | 'db' | 'client' | 'signals'> {
  readonly link: LinkService
  readonly time: TimeKeeper
}

/** Without 本厅互联 only where this machine was started so: an address that is not there yet is waited for. */
async function openLan({ launch, log, db, link, client, time, signals }: LanGround): Promise<Lan & { words: Hall['lan'] }> {
  const failed = (where: string, error: unknown): void => {
    log.error(where, error)
  }
  const shared = { seat: launch.seat, db, link, client, timers: systemTimers, failed }
  if (launch.lan !== null) {
    const lan = await HallLan.open({
      ...shared,
      ...{ dataDir: launch.dataDir, deviceKey: Buffer.from(launch.deviceKey, 'base64'), signals, now: () => time.now() },
      ...{ ...launch.lan, clock: systemClock, random: systemRandom },
      cacheChanged: (change) => {
        announce(change, signals)
      },
    })
    return { words: lan.words, start: () => lan.start(), stop: () => lan.stop() }
  }
  const end = await goWithoutLan(shared)
  return {
    words: null,
    start: () => Promise.resolve(),
    stop: () => {
      end()
      return Promise.resolve()
    },
  }
}

interface Rooms {
  readonly hall: Hall
  readonly session: SessionService
  readonly revisions: MapRevisions
  readonly conductor: Conductor
  readonly field: FieldService
  readonly attachments: AttachmentService
  readonly audit: AuditPorts
  readonly devices: DevicesPorts
  readonly storage: StorageKeeper
}

function handlersOf(rooms: Rooms): Handlers {
  const { hall, session, revisions, conductor, field, attachments, audit, devices, storage } = rooms
  const reference = new Reference(hall.db.cache, hall.signals)
  const writer = new CommandWriter(hall, reference)
  return {
    session: sessionHandlers(hall, session),
    cases: casesHandlers(hall, reference, writer),
    intake: intakeHandlers(hall, reference, writer, attachments),
    link: linkHandlers(hall),
    cache: cacheHandlers(hall),
    outbox: outboxHandlers(hall, reference, writer),
    map: mapHandlers(hall, revisions, (pin) => (conductor.isVisitor ? forVisitors(pin) : pin)),
    wall: wallHandlers(hall, conductor),
    evaluation: evaluationHandlers(hall, reference),
    field: fieldHandlers(hall, field),
    lan: lanHandlers(hall),
    attachments: attachmentsHandlers(hall, attachments, writer),
    audit: auditHandlers(hall, audit),
    devices: devicesHandlers(hall, devices),
    recovery: noRecovery(),
    storage: storageHandlers(storage),
  }
}
