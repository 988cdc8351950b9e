import { expect, onTestFinished } from 'vitest'
import type { HallDb } from '#main/db/hall-db.ts'
import type { NewCommand } from '#main/db/ledger-api.ts'
import { derOf, makeIdentity } from '#main/lan/identity.ts'
import type { LanIdentity } from '#main/lan/identity.ts'
import { LanService } from '#main/lan/lan-service.ts'
import { TlsServer } from '#main/lan/tls-server.ts'
import { TlsWire } from '#main/lan/tls-wire.ts'
import { plainCalendarData } from '#shared/domain/limits/calendar-data.ts'
import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import type { CaseId, SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import type { DeviceRow } from '#shared/platform-api/devices.ts'
import { openHallDbInProcess } from '../simulation/hall-db-in-process.ts'
import { aDataFolder } from './a-folder.ts'
import { MONDAY_NINE, smallCatalogue } from './case-story.ts'
import { SOON } from './patience.ts'

/** One host of a hall: real ledger and cache, real TLS on loopback, and no platform. */
export class LanHost {
  readonly seat: SeatId
  readonly identity: LanIdentity
  readonly db: HallDb
  readonly lan: LanService
  readonly server: TlsServer
  readonly row: DeviceRow
  readonly failures: string[] = []
  #isOpen = true

  private constructor(parts: Pick<LanHost, 'seat' | 'identity' | 'db' | 'lan' | 'server' | 'row' | 'failures'>) {
    this.seat = parts.seat
    this.identity = parts.identity
    this.db = parts.db
    this.lan = parts.lan
    this.server = parts.server
    this.row = parts.row
    this.failures = parts.failures
  }

  static async open(
    name: string,
    { relayOrder = null, dataDir = aDataFolder(), identity }: LanHostSetting = {},
  ): Promise<LanHost> {
    const seat = name as SeatId
    const known = identity ?? (await makeIdentity(seat))
    const db = unwrap(await openHallDbInProcess({ dataDir, seat, lastS: 0, readers: 1, macKey: new Uint8Array(32) }))
    const failures: string[] = []
    const failed = (where: string, error: unknown): void => void failures.push(`${where}: ${String(error)}`)
    const lan = new LanService({
      ...{ seat, db, wire: new TlsWire(known), clock: systemClock, timers: systemTimers, random: systemRandom },
      ...{ now: () => Date.now(), relayOrder, cacheChanged: () => undefined, statusChanged: () => undefined, failed },
    })
    const place = { address: '127.0.0.1', port: 0, clock: systemClock, desk: lan }
    const server = unwrap(await TlsServer.open({ identity: known, ...place, failed: (error) => failed('door', error) }))
    const row: DeviceRow = {
      ...{ seat, name: `${name} 号席`, role: 'seat', relayOrder, fingerprint: known.fingerprint },
      ...{ lanUrl: `https://127.0.0.1:${String(server.port)}/`, certificate: derOf(known.certificate) },
    }
    const host = new LanHost({ seat, identity: known, db, lan, server, row, failures })
    onTestFinished(() => host.close())
    if ((await db.cacheWriter.cursor()) === null) await host.feed(...rules)
    return host
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.lan.stop()
    await this.server.close()
    await this.db.close()
  }

  async meet(...peers: LanHost[]): Promise<void> {
    const others = peers.filter((peer) => peer !== this).map(({ row }) => row)
    this.server.admit(others)
    await this.lan.meet(others)
  }

  /** What the platform would tell, seq by seq. */
  async feed(...changes: Omit<Change, 'seq' | 'op'>[]): Promise<void> {
    const from = (await this.db.cacheWriter.cursor())?.seq ?? 0
    const told = changes.map((change, index) => ({ ...change, seq: from + index + 1, op: 'put' as const }))
    const next = from + changes.length
    const page = { epoch: 'e1', schema: FEED_SCHEMA, from, next, head: next, more: false, time: MONDAY_NINE, changes: told }
    expect(await this.db.cacheWriter.applyPage(page)).toMatchObject({ applied: true })
  }

  /** Somebody does something at this seat. */
  async do(...commands: NewCommand[]): Promise<void> {
    const appended = unwrap(await this.db.ledger.append(commands, null))
    await this.db.cacheWriter.overlay(appended)
    this.lan.wake()
  }

  async stateOf(id: CaseId): Promise<string | undefined> {
    return (await this.db.cache.caseById(id))?.row.state
  }

  async storyOf(id: CaseId): Promise<string[]> {
    const found = await this.db.cache.caseById(id)
    return found?.flow.map(({ action, seat }) => `${action} ${seat ?? ''}`) ?? []
  }
}

interface LanHostSetting {
  readonly relayOrder?: number | null
  readonly dataDir?: string
  readonly identity?: LanIdentity
}

const rules: Omit<Change, 'seq' | 'op'>[] = [
  { kind: 'catalogue', id: 'current', ver: 1, row: smallCatalogue },
  { kind: 'calendar', id: 'current', ver: 1, row: plainCalendarData },
  {
    ...{ kind: 'department', id: 'water', ver: 1 },
    row: { id: 'water', name: '供水所', phone: null, duties: [], external: false },
  },
]

/** Hosts that know each other. */
export async function aHallOf(...hosts: LanHost[]): Promise<void> {
  for (const host of hosts) await host.meet(...hosts)
  await expect.poll(() => hosts.every((host) => host.lan.status().peers.every(({ connected }) => connected)), SOON).toBe(true)
}
