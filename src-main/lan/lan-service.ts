import type { LanStatus } from '#shared/contracts/lan.contract.ts'
import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { DeviceRow } from '#shared/platform-api/devices.ts'
import type { CacheChange } from '../db/cache-api.ts'
import { catchUpNeighbours } from '../db/catch-up.ts'
import type { HallDb } from '../db/hall-db.ts'
import type { Claim } from '../db/ledger-api.ts'
import type { ClaimReply, ClaimRequest, OfferRequest } from './lines.ts'
import { NeighbourReader } from './neighbour-reader.ts'
import { Offer } from './offer.ts'
import { Relay } from './relay.ts'
import type { LanDesk } from './tls-server.ts'
import type { WallAnswer, WallKeeper, WallReply, WallWord } from './wall-words.ts'
import type { LanWire, LineSink } from './wire.ts'

export interface LanServiceOptions {
  readonly seat: SeatId
  readonly db: Pick<HallDb, 'ledger' | 'cacheWriter' | 'cache' | 'neighbourTurns'>
  readonly wire: LanWire
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  /** The hall's time, epoch ms. */
  readonly now: () => number
  /** This machine's place among the relays; null: it never orders. */
  readonly relayOrder: number | null
  readonly cacheChanged: (change: CacheChange) => void
  readonly statusChanged: () => void
  readonly failed: (where: string, error: unknown) => void
}

const nothing = (): void => undefined

/** The other machines of this hall: what they have done and not sent yet, and who orders claims while the platform is away. */
export class LanService implements LanDesk {
  readonly #options: LanServiceOptions
  readonly #relay: Relay
  readonly #readers = new Map<SeatId, NeighbourReader>()
  readonly #offers = new Set<Offer>()
  #turn: Promise<void> = Promise.resolve()
  #isStopped = false
  #keeper: WallKeeper | null = null

  constructor(options: LanServiceOptions) {
    this.#options = options
    const { seat, db, clock, now } = options
    this.#relay = new Relay({ seat, cache: db.cache, clock, now })
  }

  /** Who belongs to the hall now, this machine left out. One call after the other. */
  meet(roster: readonly DeviceRow[]): Promise<void> {
    this.#turn = this.#turn
      .then(() => this.#meet(roster.filter(({ seat }) => seat !== this.#options.seat)))
      .catch((error: unknown) => {
        this.#options.failed('lan roster', error)
      })
    return this.#turn
  }

  /** Something was appended or settled: neighbours hear of it. */
  wake(): void {
    if (this.#offers.size === 0) return
    // One look at the ledger for all of them: during a long outage it is a long list. Who is told it fails says so.
    const waiting = this.#options.db.ledger.waitingNumbers()
    waiting.catch(nothing)
    for (const offer of this.#offers) offer.wake(waiting)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#turn
    for (const offer of this.#offers) offer.close()
    await Promise.all([...this.#readers.values()].map((reader) => reader.stop()))
  }

  status(): LanStatus {
    const peers = [...this.#readers.values()].map(({ peer, isConnected }) => ({
      seat: peer.seat,
      name: peer.name,
      role: peer.role,
      connected: isConnected,
    }))
    const inOrder = peers.sort((a, b) => (a.seat < b.seat ? -1 : 1))
    return { on: true, trouble: null, peers: inOrder, relay: this.#relaysInOrder()[0] ?? null }
  }

  offerTo(_seat: SeatId, request: OfferRequest, sink: LineSink): () => void {
    const { seat, db, timers, failed } = this.#options
    const parts = { seat, ledger: db.ledger, timers, failed: (error: unknown) => failed('lan offer', error) }
    const offer = Offer.open(parts, request, sink)
    this.#offers.add(offer)
    return () => {
      this.#offers.delete(offer)
      offer.close()
    }
  }

  order(seat: SeatId, request: ClaimRequest): Promise<ClaimReply> {
    return this.#relay.claim(seat, request)
  }

  /** From now on somebody answers for the wall of this host. */
  keepWall(keeper: WallKeeper): void {
    this.#keeper = keeper
  }

  wall(seat: SeatId, word: WallWord): Promise<WallReply | null> {
    return this.#keeper?.(seat, word) ?? Promise.resolve(null)
  }

  /** Says a word to the walls of all other hosts at once, and who answered what. */
  tellWalls(word: WallWord): Promise<WallAnswer[]> {
    const peers = [...this.#readers.values()].map(({ peer }) => peer)
    return Promise.all(
      peers.map(async (peer) => {
        const reply = await this.#options.wire.tellWall(peer, word)
        return { seat: peer.seat, name: peer.name, reply: reply.ok ? reply.value : null }
      }),
    )
  }

  /** Asks the relay that comes first and answers; 'claimed' names who was first. Without one the act goes unordered. */
  async claim(request: ClaimRequest): Promise<Result<Claim>> {
    for (const seat of this.#relaysInOrder()) {
      const reply = await this.#ask(seat, request)
      if (reply?.word === 'granted') return ok({ word: 'granted', relay: seat })
      if (reply?.word === 'refused')
        return refuse('claimed', `${reply.bySeat === null ? '' : `${reply.bySeat} 号席 `}${reply.byName}`)
    }
    return ok({ word: 'unordered', relay: null })
  }

  async #ask(seat: SeatId, request: ClaimRequest): Promise<ClaimReply | null> {
    if (seat === this.#options.seat) return this.#relay.claim(seat, request)
    const reader = this.#readers.get(seat)
    const reply = reader === undefined ? null : await this.#options.wire.ask(reader.peer, request)
    return reply?.ok === true ? reply.value : null
  }

  /** Relays that can be reached, this machine among them. */
  #relaysInOrder(): SeatId[] {
    const { seat, relayOrder } = this.#options
    const others = [...this.#readers.values()]
      .filter(({ isConnected }) => isConnected)
      .map(({ peer }) => ({ seat: peer.seat, order: peer.relayOrder }))
    return [{ seat, order: relayOrder }, ...others]
      .filter((one): one is { seat: SeatId; order: number } => one.order !== null)
      .sort((a, b) => a.order - b.order || (a.seat < b.seat ? -1 : 1))
      .map((one) => one.seat)
  }

  async #meet(roster: readonly DeviceRow[]): Promise<void> {
    if (this.#isStopped) return
    const { db, cacheChanged, statusChanged, failed } = this.#options
    for (const [seat, reader] of this.#readers) {
      const row = roster.find((one) => one.seat === seat)
      if (row !== undefined && JSON.stringify(row) === JSON.stringify(reader.peer)) continue
      this.#readers.delete(seat)
      await reader.stop()
    }
    for (const peer of roster) if (!this.#readers.has(peer.seat)) this.#read(peer)
    try {
      await db.ledger.forgetNeighboursBut(roster.map(({ seat }) => seat))
      cacheChanged(await catchUpNeighbours(db, cacheChanged))
    } catch (error) {
      // With a full disk neighbours are heard all the same; what the cache lacks it is told when there is room.
      for (const reader of this.#readers.values()) reader.oweCache()
      failed('lan roster', error)
    }
    for (const reader of this.#readers.values()) reader.start()
    statusChanged()
  }

  #read(peer: DeviceRow): void {
    const { wire, db, timers, random, cacheChanged, statusChanged, failed } = this.#options
    const reader = new NeighbourReader({
      peer,
      wire,
      db,
      timers,
      random,
      others: () => [...this.#readers.keys()],
      cacheChanged,
      connectionChanged: statusChanged,
      failed,
    })
    this.#readers.set(peer.seat, reader)
  }
}
