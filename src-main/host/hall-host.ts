import { chmod, mkdir } from 'node:fs/promises'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Caller } from '#shared/contracts/contract.ts'
import type { GuardApi } from '../db/guard-api.ts'
import type { HallDb } from '../db/hall-db.ts'
import { isRecoverable, openGuard } from '../db/open-guard.ts'
import { openHallDb } from '../db/open.ts'
import { Door } from '../doors/door.ts'
import { portWire } from '../doors/port-wire.ts'
import type { PortLike } from '../doors/port-wire.ts'
import { Signals } from '../doors/signals.ts'
import { Tickets } from '../doors/tickets.ts'
import { openWebDoor } from '../doors/web-door.ts'
import type { WebDoor } from '../doors/web-door.ts'
import { PlatformClient } from '../link/platform-client.ts'
import { DeviceStore } from './device-store.ts'
import type { Device } from './device-store.ts'
import { ensureEnrolled } from './enrol.ts'
import { furnish } from './furnish.ts'
import type { Furniture } from './furnish.ts'
import { isKeyTrouble, openKeyDesk, tellSpareTaken } from './key-desk.ts'
import type { HostLaunch, HostMessage, ShellMessage } from './launch.ts'
import { openLedgerDesk } from './ledger-desk.ts'
import type { Log } from './log.ts'
import { onLostThread } from './lost-thread.ts'
import type { Leave } from './lost-thread.ts'
import { RecoveryHost } from './recovery-host.ts'
import { watchRevocation } from './revoked-credential.ts'

/** One for lists, one for figures, one for tiles. */
const READERS = 3
/** Lists and figures that depend on time passing are read again this often. */
const CLOCK_SIGNAL_MS = 15_000

/** What a host stands on. */
interface Ground {
  readonly launch: HostLaunch
  readonly log: Log
  readonly say: (message: HostMessage) => void
  readonly device: Device
  readonly store: DeviceStore
  readonly db: HallDb
  readonly guard: GuardApi
  readonly leave: Leave
}

/** The running host: everything of one machine, made in order and taken down in reverse. */
export class HallHost {
  readonly #db: HallDb
  readonly #rooms: Furniture
  readonly #door: Door
  readonly #web: WebDoor | null
  readonly #tickets: Tickets
  readonly #clock: NodeJS.Timeout

  private constructor(db: HallDb, rooms: Furniture, door: Door, web: WebDoor | null, tickets: Tickets, signals: Signals) {
    this.#db = db
    this.#rooms = rooms
    this.#door = door
    this.#web = web
    this.#tickets = tickets
    this.#clock = setInterval(() => {
      signals.raise('clock')
    }, CLOCK_SIGNAL_MS)
  }

  static async start(
    launch: HostLaunch,
    log: Log,
    say: (message: HostMessage) => void,
    leave: Leave,
  ): Promise<Result<HallHost | RecoveryHost>> {
    await mkdir(launch.dataDir, { recursive: true, mode: 0o700 })
    await chmod(launch.dataDir, 0o700)
    const store = new DeviceStore(launch.dataDir, Buffer.from(launch.deviceKey, 'base64'))
    const device = await ensureEnrolled(store, launch)
    if (!device.ok && isKeyTrouble(device.error.code)) {
      const desk = await openKeyDesk({ launch, log, say, trouble: device.error, leave })
      return ok(await RecoveryHost.open(launch, log, desk))
    }
    if (!device.ok) return device
    if (launch.isKeySpare) await tellSpareTaken(launch, say)
    const { lastS } = device.value
    const onFailure = onLostThread(log, leave)
    const db = await openHallDb({ dataDir: launch.dataDir, seat: launch.seat, lastS, readers: READERS, onFailure })
    if (!db.ok && isRecoverable(db.error.code)) {
      const desk = await openLedgerDesk({ launch, log, device: device.value, trouble: db.error, leave })
      return desk.ok ? ok(await RecoveryHost.open(launch, log, desk.value)) : desk
    }
    if (!db.ok) return db
    const guard = await openGuard({ dataDir: launch.dataDir, seat: launch.seat, lock: false }, onFailure)
    if (!guard.ok) {
      await db.value.close()
      return guard
    }
    try {
      const ground = { launch, log, say, device: device.value, store, db: db.value, guard: guard.value, leave }
      return ok(await HallHost.#furnished(ground))
    } catch (error) {
      await guard.value.close()
      await db.value.close()
      throw error
    }
  }

  static async #furnished({ launch, log, say, device, store, db, guard, leave }: Ground): Promise<HallHost> {
    const signals = new Signals()
    const client = new PlatformClient(launch.platformUrl, device.token, { ca: launch.platformCa })
    const rooms = await furnish({ launch, log, say, device, store, db, guard, client, signals, leave: () => leave(null) })
    const door = new Door({
      handlers: rooms.handlers,
      signals,
      session: () => rooms.session.current,
      clock: systemClock,
      generation: launch.generation,
      checkReplies: launch.checkReplies,
      onError: (where, error) => {
        log.error(where, error)
      },
    })
    const secret = Buffer.from(launch.web?.secret ?? systemRandom.bytes(32).toString(), 'base64')
    const tickets = new Tickets(secret, systemClock)
    const web =
      launch.web === null
        ? null
        : await openWebDoor({
            ...{ door, tickets, rendererDir: launch.web.rendererDir, port: launch.web.port },
            media: (word, range) => rooms.attachments.media.answer(word, range),
          })
    watchRevocation({
      ...{ dataDir: launch.dataDir, device, signals, link: rooms.link, session: rooms.session, leave: () => leave(null) },
      failed: (error) => {
        log.error('revocation', error)
      },
    })
    await rooms.link.start()
    await rooms.lan.start()
    rooms.field.start()
    rooms.attachments.start()
    rooms.keys?.start()
    rooms.retention.start()
    rooms.storage.start()
    rooms.anchors.start()
    rooms.lostActs.start()
    return new HallHost(db, rooms, door, web, tickets, signals)
  }

  get origin(): string | null {
    return this.#web?.origin ?? null
  }

  /** Nothing keeps this host from its work; see {@link RecoveryHost.trouble}. */
  get trouble(): null {
    return null
  }

  /** A message port of an Electron window; the shell has checked whose it is. */
  acceptPort(port: PortLike, caller: Caller, pane: string | null): void {
    this.#door.accept(portWire(port), caller, pane)
  }

  mintTicket(caller: Caller, entry: string, pane: string | null): string {
    return this.#tickets.mintTicket(caller, entry, pane)
  }

  setDisplays(told: Extract<ShellMessage, { type: 'displays' }>): void {
    this.#rooms.conductor.setDisplays(told)
  }

  /** Windows first, then the link, then the files: what was accepted is on disk before the process ends. */
  async stop(): Promise<void> {
    try {
      await this.#leaveRooms()
    } finally {
      await this.#db.close()
    }
  }

  async #leaveRooms(): Promise<void> {
    clearInterval(this.#clock)
    this.#door.close()
    await this.#web?.close()
    this.#rooms.conductor.stop()
    this.#rooms.keys?.stop()
    this.#rooms.retention.stop()
    this.#rooms.anchors.stop()
    this.#rooms.lostActs.stop()
    await this.#rooms.storage.stop()
    await Promise.all([this.#rooms.lan.stop(), this.#rooms.link.stop(), this.#rooms.field.stop(), this.#rooms.attachments.stop()])
  }
}
