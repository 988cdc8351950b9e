import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { DeviceAnnouncement, DeviceRow } from '#shared/platform-api/devices.ts'
import type { CacheChange } from '../../db/cache-api.ts'
import type { HallDb } from '../../db/hall-db.ts'
import type { Signals } from '../../doors/signals.ts'
import { derOf, loadIdentity } from '../../lan/identity.ts'
import type { LanIdentity } from '../../lan/identity.ts'
import { LanService } from '../../lan/lan-service.ts'
import { TlsServer } from '../../lan/tls-server.ts'
import { TlsWire } from '../../lan/tls-wire.ts'
import type { LinkService } from '../../link/link-service.ts'
import type { PlatformClient } from '../../link/platform-client.ts'

export interface HallLanOptions {
  readonly seat: SeatId
  readonly dataDir: string
  readonly deviceKey: Buffer
  readonly address: string
  readonly port: number
  readonly relayOrder: number | null
  readonly db: HallDb
  readonly link: LinkService
  readonly client: PlatformClient
  readonly signals: Signals
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly now: () => number
  readonly cacheChanged: (change: CacheChange) => void
  readonly failed: (where: string, error: unknown) => void
}

const ANNOUNCE_EVERY_MS = 5_000

/** 本厅互联 of this host: its identity, its door, its neighbours out of the roster, and its own line in that roster. */
export class HallLan {
  readonly service: LanService
  readonly #options: HallLanOptions
  readonly #identity: LanIdentity
  readonly #server: TlsServer
  readonly #ends: (() => void)[] = []
  #isAnnouncing = false

  private constructor(options: HallLanOptions, identity: LanIdentity, service: LanService, server: TlsServer) {
    this.#options = options
    this.#identity = identity
    this.service = service
    this.#server = server
  }

  /** Refuses with 'bad-request' when the address is not this machine's, or taken. */
  static async open(options: HallLanOptions): Promise<Result<HallLan>> {
    const { seat, dataDir, deviceKey, address, port, clock, timers, random, db, now, relayOrder, signals } = options
    const identity = await loadIdentity(dataDir, deviceKey, seat)
    const service = new LanService({
      ...{ seat, db, wire: new TlsWire(identity), clock, timers, random, now, relayOrder },
      cacheChanged: options.cacheChanged,
      statusChanged: () => {
        signals.raise('lan')
      },
      failed: options.failed,
    })
    const server = await TlsServer.open({
      ...{ identity, address, port, clock, desk: service },
      failed: (error) => {
        options.failed('lan door', error)
      },
    })
    return server.ok ? ok(new HallLan(options, identity, service, server.value)) : server
  }

  async start(): Promise<void> {
    const { signals, timers } = this.#options
    this.#ends.push(
      signals.listen((signal) => {
        if (signal === 'outbox') this.service.wake()
        if (signal === 'roster') void this.#readRoster()
      }),
      timers.every(ANNOUNCE_EVERY_MS, () => {
        void this.#announce()
      }),
    )
    await this.#readRoster()
    await this.#announce()
  }

  async stop(): Promise<void> {
    for (const end of this.#ends) end()
    await this.service.stop()
    await this.#server.close()
  }

  async #readRoster(): Promise<void> {
    try {
      const { db, seat } = this.#options
      const others = (await db.cache.devices()).filter((row) => row.seat !== seat)
      this.#server.admit(others)
      await this.service.meet(others)
    } catch (error) {
      this.#options.failed('lan roster', error)
    }
  }

  /** Until the roster says of this machine what it is; asked now and then, for an address may change. */
  async #announce(): Promise<void> {
    const { link, db, client, seat, failed } = this.#options
    if (this.#isAnnouncing || link.isOffline) return
    this.#isAnnouncing = true
    try {
      const mine = (await db.cache.devices()).find((row) => row.seat === seat)
      const wanted = this.#announcement()
      if (mine === undefined || canonicalJson(saidOf(mine)) !== canonicalJson(wanted)) await client.announce(wanted)
    } catch (error) {
      failed('lan announcement', error)
    } finally {
      this.#isAnnouncing = false
    }
  }

  #announcement(): DeviceAnnouncement {
    const { address, relayOrder } = this.#options
    const host = address.includes(':') ? `[${address}]` : address
    const lanUrl = new URL(`https://${host}:${String(this.#server.port)}`).href
    return { lanUrl, certificate: derOf(this.#identity.certificate), relayOrder }
  }
}

function saidOf({ lanUrl, certificate, relayOrder }: DeviceRow): DeviceAnnouncement {
  return { lanUrl, certificate, relayOrder }
}
