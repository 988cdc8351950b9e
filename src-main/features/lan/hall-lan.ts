import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
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
import type { Hall } from '../hall/index.ts'

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
/** A switch comes up and a lease is given within seconds of a machine's start. */
const LISTEN_AGAIN_MS = 5_000

/**
 * 本厅互联 of this host: its identity, its door, its neighbours out of the roster, and its own line in that roster. As long as
 * the address is not this machine's, or taken, there is none of it, and that is tried again.
 */
export class HallLan {
  /** For the house: before the door is open, nobody orders claims here and no neighbour is spoken to. */
  readonly words: NonNullable<Hall['lan']>
  readonly #service: LanService
  readonly #options: HallLanOptions
  readonly #identity: LanIdentity
  readonly #ends: (() => void)[] = []
  #server: TlsServer | null = null
  #trouble: string | null = null
  #again: () => void = () => undefined
  #listening: Promise<void> = Promise.resolve()
  #isStopped = false
  #isAnnouncing = false

  private constructor(options: HallLanOptions, identity: LanIdentity) {
    const { seat, clock, timers, random, db, now, relayOrder, signals } = options
    this.#options = options
    this.#identity = identity
    this.#service = new LanService({
      ...{ seat, db, wire: new TlsWire(identity), clock, timers, random, now, relayOrder },
      cacheChanged: options.cacheChanged,
      statusChanged: () => {
        signals.raise('lan')
      },
      failed: options.failed,
    })
    this.words = this.#wordsOf(this.#service)
  }

  static async open(options: HallLanOptions): Promise<HallLan> {
    const { dataDir, deviceKey, seat } = options
    return new HallLan(options, await loadIdentity(dataDir, deviceKey, seat))
  }

  start(): Promise<void> {
    this.#listening = this.#listen().catch((error: unknown) => {
      this.#options.failed('lan', error)
    })
    return this.#listening
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#again()
    await this.#listening
    for (const end of this.#ends) end()
    await this.#service.stop()
    await this.#server?.close()
  }

  #wordsOf(service: LanService): NonNullable<Hall['lan']> {
    return {
      status: () => (this.#server === null ? { on: false, trouble: this.#trouble, peers: [], relay: null } : service.status()),
      claim: (request) =>
        this.#server === null ? Promise.resolve(ok({ word: 'unordered', relay: null })) : service.claim(request),
      keepWall: (keeper) => {
        service.keepWall(keeper)
      },
      tellWalls: (word) => service.tellWalls(word),
    }
  }

  async #listen(): Promise<void> {
    const { address, port, clock, failed, signals, timers } = this.#options
    const opened = await TlsServer.open({
      ...{ identity: this.#identity, address, port, clock, desk: this.#service },
      failed: (error) => {
        failed('lan door', error)
      },
    })
    if (opened.ok) this.#server = opened.value
    if (this.#isStopped) return
    if (opened.ok) {
      await this.#begin()
      return
    }
    const trouble = opened.error.detail ?? opened.error.code
    if (trouble !== this.#trouble) failed('lan', new Error(trouble))
    this.#trouble = trouble
    signals.raise('lan')
    this.#again = timers.after(LISTEN_AGAIN_MS, () => void this.start())
  }

  async #begin(): Promise<void> {
    const { signals, timers } = this.#options
    signals.raise('lan')
    this.#ends.push(
      signals.listen((signal) => {
        if (signal === 'outbox') this.#service.wake()
        if (signal === 'roster') void this.#readRoster()
      }),
      timers.every(ANNOUNCE_EVERY_MS, () => {
        void this.#announce()
      }),
    )
    await this.#readRoster()
    await this.#announce()
  }

  async #readRoster(): Promise<void> {
    try {
      const { db, seat } = this.#options
      const others = (await db.cache.devices()).filter((row) => row.seat !== seat)
      this.#server?.admit(others)
      await this.#service.meet(others)
    } catch (error) {
      this.#options.failed('lan roster', error)
    }
  }

  /** Until the roster says of this machine what it is; asked now and then, for an address may change. */
  async #announce(): Promise<void> {
    const { link, db, client, seat, failed } = this.#options
    if (this.#server === null || this.#isAnnouncing || link.isOffline) return
    this.#isAnnouncing = true
    try {
      const mine = (await db.cache.devices()).find((row) => row.seat === seat)
      const wanted = this.#announcement(this.#server.port)
      if (mine === undefined || canonicalJson(saidOf(mine)) !== canonicalJson(wanted)) await client.announce(wanted)
    } catch (error) {
      failed('lan announcement', error)
    } finally {
      this.#isAnnouncing = false
    }
  }

  #announcement(port: number): DeviceAnnouncement {
    const { address, relayOrder } = this.#options
    const host = address.includes(':') ? `[${address}]` : address
    const lanUrl = new URL(`https://${host}:${String(port)}`).href
    return { lanUrl, certificate: derOf(this.#identity.certificate), relayOrder }
  }
}

function saidOf({ lanUrl, certificate, relayOrder }: DeviceRow): DeviceAnnouncement {
  return { lanUrl, certificate, relayOrder }
}
