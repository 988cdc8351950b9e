// One life of a seat's host: the production link, ledger, cache and features, with the simulation's clock, timers, wire and disk.
import { AttachmentService, attachmentsHandlers } from '#main/features/attachments/index.ts'
import { casesHandlers, CommandWriter } from '#main/features/cases/index.ts'
import type { Hall } from '#main/features/hall/index.ts'
import { outboxHandlers } from '#main/features/outbox/index.ts'
import { Sealer } from '#main/features/personal/index.ts'
import { Reference } from '#main/features/reference/index.ts'
import type { HandlersOf } from '#main/doors/handlers.ts'
import { Signals } from '#main/doors/signals.ts'
import type { HallDb } from '#main/db/hall-db.ts'
import { LanService } from '#main/lan/lan-service.ts'
import { AttachmentClient } from '#main/link/attachment-client.ts'
import { LinkService } from '#main/link/link-service.ts'
import { PlatformClient } from '#main/link/platform-client.ts'
import { openTimeKeeper } from '#main/link/open-time-keeper.ts'
import type { TimeKeeper } from '#main/link/time-keeper.ts'
import type { Contracts } from '#shared/contracts/index.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { AxiosAdapter } from 'axios'
import type { SeatDisk } from './disk.ts'
import { openHallDbInProcess } from './hall-db-in-process.ts'
import type { LanNetwork } from './lan-network.ts'
import { LedgerGlance } from './ledger-glance.ts'
import type { Seeded } from './seeded.ts'
import { MAC_KEY, ZONE_OFFSET_MINUTES } from './town.ts'
import type { ProcessTimers } from './virtual-time.ts'

export interface ProcessParts {
  readonly seat: SeatId
  readonly folder: string
  readonly disk: SeatDisk
  readonly timers: ProcessTimers
  readonly clock: Clock
  readonly random: Seeded
  readonly adapter: AxiosAdapter
  /** The hall's own network; null where the seats do not know each other. */
  readonly lan: LanNetwork | null
  /** People attach files in this hall. */
  readonly hasFiles: boolean
  readonly isAlive: () => boolean
  /** Wraps the data's doors: watches what goes through, and closes them when the process is gone. */
  readonly guard: (db: HallDb) => HallDb
  /** The data is open; nothing has happened yet in this life. */
  readonly opened: (db: HallDb) => Promise<void>
  readonly failed: (where: string, error: unknown) => void
}

export interface SeatProcess {
  readonly hall: Hall
  readonly link: LinkService
  readonly lan: LanService | null
  /** The data without the guard, for the invariants. */
  readonly raw: HallDb
  /** The ledger read beside the product. */
  readonly glance: LedgerGlance
  readonly cases: HandlersOf<Contracts['cases']>
  readonly outbox: HandlersOf<Contracts['outbox']>
  readonly writer: CommandWriter
  /** Null where nobody attaches files. */
  readonly files: { readonly service: AttachmentService; readonly handlers: HandlersOf<Contracts['attachments']> } | null
}

const HALL_KEY = { id: 'sim', key: Buffer.alloc(32, 9) }
const referenceKinds = new Set(['department', 'person', 'catalogue', 'calendar', 'settings', 'duty-grid'])

/** Starts a host on a folder as the composition root does; the code of a refusal when the data cannot be opened. */
export async function startProcess(parts: ProcessParts): Promise<SeatProcess | string> {
  const { seat, folder, clock, random, timers } = parts
  const opened = await openHallDbInProcess({ dataDir: folder, seat, lastS: 0, readers: 1, macKey: MAC_KEY })
  if (!opened.ok) return opened.error.code
  const raw = opened.value
  await parts.opened(raw)
  const db = parts.guard(raw)
  const signals = new Signals()
  const client = new PlatformClient('http://platform.sim', 'token', { adapter: parts.adapter, clock })
  const time = await openTimeKeeper(clock, db.ledger)
  const lan = lanOf(parts, db, time)
  const link = new LinkService({
    client,
    db,
    time,
    clock,
    random,
    timers,
    zoneOffsetMinutes: () => ZONE_OFFSET_MINUTES,
    events: {
      statusChanged: () => {
        if (parts.hasFiles) signals.raise('link')
      },
      outboxChanged: () => {
        if (parts.hasFiles) signals.raise('outbox')
        lan?.wake()
      },
      cacheChanged: ({ cases, kinds }) => {
        if (kinds.some((kind) => referenceKinds.has(kind))) signals.raise('reference')
        if (parts.hasFiles && cases.length > 0) signals.raise('cases')
      },
      cacheReplaced: () => {
        signals.raise('reference')
        if (parts.hasFiles) signals.raise('cases')
      },
      failed: parts.failed,
    },
  })
  const hall: Hall = { seat, version: 'sim', db, link, client, time, clock, random, sealer: new Sealer(HALL_KEY), signals, lan }
  const reference = new Reference(db.cache, signals)
  const writer = new CommandWriter(hall, reference)
  await link.start()
  const files = parts.hasFiles ? await filesOf(parts, hall, writer) : null
  if (lan !== null) await joinLan(parts, lan)
  return {
    hall,
    link,
    lan,
    raw,
    glance: new LedgerGlance(folder),
    writer,
    files,
    cases: casesHandlers(hall, reference, writer),
    outbox: outboxHandlers(hall, reference, writer),
  }
}

async function filesOf(
  { folder, adapter, clock, timers, failed }: ProcessParts,
  hall: Hall,
  writer: CommandWriter,
): Promise<NonNullable<SeatProcess['files']>> {
  const client = new AttachmentClient('http://platform.sim', 'token', { adapter, clock })
  const rest = { servesPlayers: false, onFailure: failed, timers }
  const service = await AttachmentService.open(hall, { dataDir: folder, deviceKey: MAC_KEY, client, ...rest })
  service.start()
  return { service, handlers: attachmentsHandlers(hall, service, writer) }
}

function lanOf(
  { lan, seat, clock, timers, random, isAlive, failed }: ProcessParts,
  db: HallDb,
  time: TimeKeeper,
): LanService | null {
  if (lan === null) return null
  return new LanService({
    ...{ seat, db, wire: lan.wireOf(seat, isAlive), clock, timers, random, now: () => time.now(), failed },
    relayOrder: lan.relayOrderOf(seat),
    cacheChanged: () => undefined,
    statusChanged: () => undefined,
  })
}

async function joinLan({ lan, seat, isAlive }: ProcessParts, service: LanService): Promise<void> {
  lan?.join(seat, { service, isAlive })
  await service.meet(lan?.roster() ?? [])
}
