import type { Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { CmdId, SeatId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { DeviceRow } from '#shared/platform-api/devices.ts'
import type { CacheChange, NeighbourGone } from '../db/cache-api.ts'
import { catchUpNeighbours } from '../db/catch-up.ts'
import type { HallDb } from '../db/hall-db.ts'
import type { NeighbourHead } from '../db/ledger-api.ts'
import type { LinkResult } from '../link/platform-client.ts'
import { StreamKeeper } from '../link/stream-keeper.ts'
import type { Opened } from '../link/stream-keeper.ts'
import { faultOf } from './check-offered.ts'
import { OfferLine } from './lines.ts'
import { rangesOf } from './ranges.ts'
import type { LanWire } from './wire.ts'

export interface NeighbourReaderOptions {
  readonly peer: DeviceRow
  readonly wire: LanWire
  readonly db: Pick<HallDb, 'ledger' | 'cacheWriter' | 'neighbourTurns'>
  readonly timers: Timers
  readonly random: Random
  /** Seats whose commands are kept besides this one's. */
  readonly others: () => readonly SeatId[]
  readonly cacheChanged: (change: CacheChange) => void
  readonly connectionChanged: () => void
  readonly failed: (where: string, error: unknown) => void
}

const LONGEST_PAUSE_MS = 2_000

/** Reads along with one neighbour: its unsent commands come into the ledger and the cache, and leave when it says so. */
export class NeighbourReader {
  readonly peer: DeviceRow
  readonly #options: NeighbourReaderOptions
  readonly #keeper: StreamKeeper<OfferLine>
  #held = new Map<number, CmdId>()
  #head: NeighbourHead | null = null
  #isConnected = false
  /** A write to the cache has failed: the ledger knows more than it shows. */
  #cacheOwes = false
  /** Gone by the neighbour's word, and the cache could not be told. */
  readonly #untold: NeighbourGone[] = []

  constructor(options: NeighbourReaderOptions) {
    this.peer = options.peer
    this.#options = options
    const { timers, random } = options
    this.#keeper = new StreamKeeper<OfferLine>({
      timers,
      random,
      longestPauseMs: LONGEST_PAUSE_MS,
      line: OfferLine,
      open: (signal) => this.#open(signal),
      lost: () => {
        this.#connected(false)
      },
      failed: (error) => {
        options.failed(`lan ${options.peer.seat}`, error)
      },
    })
  }

  get isConnected(): boolean {
    return this.#isConnected
  }

  start(): void {
    this.#keeper.start()
  }

  stop(): Promise<void> {
    this.#connected(false)
    return this.#keeper.stop()
  }

  #connected(isConnected: boolean): void {
    if (this.#isConnected === isConnected) return
    this.#isConnected = isConnected
    this.#options.connectionChanged()
  }

  async #open(signal: AbortSignal): Promise<LinkResult<Opened<OfferLine>>> {
    const { wire, db } = this.#options
    const { seat } = this.peer
    this.#head = await db.ledger.neighbourHead(seat)
    const held = (await db.ledger.neighbours()).filter(({ command }) => command.seat === seat)
    this.#held = new Map(held.map(({ command }) => [command.s, command.id]))
    const opened = await wire.open(this.peer, { held: rangesOf([...this.#held.keys()]), head: this.#head }, signal)
    return opened.ok ? ok({ stream: opened.value, take: (line) => this.#take(line) }) : opened
  }

  async #take(line: OfferLine): Promise<ErrorCode | null> {
    if (this.#cacheOwes) await this.#mendCache()
    switch (line.type) {
      case 'hello':
        return this.#greeted(line)
      case 'commands':
        return this.#keep(line)
      case 'gone':
        await this.#drop(line.gone)
        return null
      case 'beat':
        return null
    }
  }

  async #greeted({ seat, fresh }: Extract<OfferLine, { type: 'hello' }>): Promise<ErrorCode | null> {
    if (seat !== this.peer.seat) return 'bad-reply'
    if (fresh) await this.#forget()
    this.#connected(true)
    return null
  }

  /** Its ledger is another one than before: what was known of it counts no more. */
  async #forget(): Promise<void> {
    const { db, others } = this.#options
    await db.ledger.forgetNeighboursBut(others().filter((seat) => seat !== this.peer.seat))
    const gone = [...this.#held.values()].map((id) => ({ id, accepted: null }))
    this.#held.clear()
    this.#head = null
    await this.#tellCache(() => db.cacheWriter.settleNeighbours(gone))
  }

  async #keep({ commands }: Extract<OfferLine, { type: 'commands' }>): Promise<ErrorCode | null> {
    const { db, failed } = this.#options
    for (const one of commands) {
      const fault = faultOf(one, this.peer.seat, this.#head)
      if (fault !== null) {
        failed(`lan ${this.peer.seat}`, new Error(fault))
        return 'bad-reply'
      }
      const { s, hash } = one.command
      if (s > (this.#head?.s ?? 0)) this.#head = { s, hash }
    }
    await db.ledger.keepNeighbours(this.peer.seat, commands)
    for (const { command } of commands) this.#held.set(command.s, command.id)
    await this.#tellCache(() => db.cacheWriter.overlayNeighbours(commands))
    return null
  }

  async #drop(gone: Extract<OfferLine, { type: 'gone' }>['gone']): Promise<void> {
    // Only what is known to be of this seat: nobody takes another's commands away.
    const known = gone.filter(({ s, id }) => this.#held.get(s) === id)
    for (const { s } of known) this.#held.delete(s)
    await this.#letGo(known.map(({ id, accepted }) => ({ id, accepted })))
  }

  /**
   * The cache first: what is accepted stays on show until the feed brings it. The ledger lets go of nothing that the cache could
   * not be told of; when this machine stops in between, the neighbour says it again. A cache that owes the act itself would take
   * the word for nothing.
   */
  #letGo(gone: readonly NeighbourGone[]): Promise<void> {
    const { ledger, cacheWriter, neighbourTurns } = this.#options.db
    return neighbourTurns.run(async () => {
      const isTold = !this.#cacheOwes && (await this.#tellCache(() => cacheWriter.settleNeighbours(gone)))
      if (isTold) await ledger.dropNeighbours(gone.map(({ id }) => id))
      else this.#untold.push(...gone)
    })
  }

  /** What it was told before has not reached the cache: it is brought up with the next line. */
  oweCache(): void {
    this.#cacheOwes = true
  }

  async #mendCache(): Promise<void> {
    const { db, cacheChanged } = this.#options
    await this.#tellCache(async () => {
      this.#cacheOwes = false
      return catchUpNeighbours(db, cacheChanged)
    })
    if (!this.#cacheOwes && this.#untold.length > 0) await this.#letGo(this.#untold.splice(0))
  }

  /** The ledger has it; a cache that cannot be written now (false) is brought up to it with the next line. */
  async #tellCache(write: () => Promise<CacheChange>): Promise<boolean> {
    const { cacheChanged, failed } = this.#options
    try {
      cacheChanged(await write())
      return true
    } catch (error) {
      this.#cacheOwes = true
      failed(`lan ${this.peer.seat} cache`, error)
      return false
    }
  }
}
