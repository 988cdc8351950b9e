// The wire between seats and platform: an axios adapter for each seat process over invented weather. Keeps watch over how often a
// seat asks and that it stays away as long as it was told to.
import type { AxiosAdapter } from 'axios'
import { Exchange } from './exchange.ts'
import { Patience } from './patience.ts'
import type { PlatformDoor } from './platform-door.ts'
import type { Seeded } from './seeded.ts'
import type { VirtualTime, ProcessTimers } from './virtual-time.ts'
import { calm } from './weather.ts'
import type { Weather } from './weather.ts'

export interface WireProcess {
  readonly seat: string
  readonly timers: ProcessTimers
  readonly isAlive: () => boolean
  /** A line of the feed has come through. */
  readonly heard: () => void
}

export interface WireEvents {
  note(text: string): void
  complaint(invariant: string, text: string): void
  /** What the platform says of a seat's commands is on its way. */
  answers(seat: string, reply: string, inMs: number): void
  /** A write to the disk of a seat has failed since it started: whatever it does may take longer. */
  hasFailed(seat: string): boolean
  /** Of a file, on its way to the platform. */
  piece(seat: string, what: 'begins' | 'ends'): void
}

/** More requests in one minute from one seat are a storm. */
const MOST_PER_MINUTE = 120
/** A word that was slow has been overtaken, or settled, by then. */
const SLOW_COUNTS_MS = 20_000
/** Files go in small pieces at first, and what was refused is asked after: more, but bounded too. */
const MOST_OF_FILES = 400

export class Network {
  readonly #time: VirtualTime
  readonly #door: PlatformDoor
  readonly #chance: Seeded
  readonly #events: WireEvents
  /** When something on its way to each seat was last slow. */
  readonly #slow = new Map<string, { readonly at: number; readonly slowMs: number }>()
  readonly #weather = new Map<string, Weather[]>()
  /** Since when nothing befalls a seat. */
  readonly #calmSince = new Map<string, number>()
  readonly #requests = new Map<string, { readonly at: number; readonly path: string }[]>()
  readonly #notBefore = new Map<string, number>()
  readonly patience = new Patience()
  readonly #streams = new Map<string, Set<() => void>>()
  /** Seats of which an act has left for the platform. */
  readonly #told = new Set<string>()

  constructor(time: VirtualTime, door: PlatformDoor, chance: Seeded, events: WireEvents) {
    this.#time = time
    this.#door = door
    this.#chance = chance
    this.#events = events
  }

  /** Weather over a seat until the returned function is called. */
  befall(seat: string, weather: Weather): () => void {
    const list = this.#weather.get(seat) ?? []
    this.#weather.set(seat, list)
    list.push(weather)
    return () => {
      const at = list.indexOf(weather)
      if (at >= 0) list.splice(at, 1)
      this.#calmSince.set(seat, this.#time.now)
    }
  }

  clear(): void {
    for (const seat of this.#weather.keys()) this.#calmSince.set(seat, this.#time.now)
    this.#weather.clear()
  }

  /** Since when the line of a seat has been sound, and the platform there; Infinity while it is not. */
  soundSince(seat: string): number {
    if (!this.isCalm(seat) || this.#door.isDown || this.#events.hasFailed(seat)) return Infinity
    return Math.max(this.#calmSince.get(seat) ?? 0, this.#door.upSince)
  }

  /** Open connections of a seat break, as when a switch is restarted. */
  breakStreams(seat: string): void {
    for (const end of [...(this.#streams.get(seat) ?? [])]) end()
  }

  isCalm(seat: string): boolean {
    return (this.#weather.get(seat) ?? []).length === 0
  }

  adapterFor(process: WireProcess): AxiosAdapter {
    return (config) =>
      new Promise((resolve, reject) => {
        if (process.isAlive()) new Exchange(this, process, config, { resolve, reject }).begin()
      })
  }

  /** The worst of everything that befalls the seat now. */
  weatherAt(seat: string): Weather {
    return (this.#weather.get(seat) ?? []).reduce(
      (sum, one) => ({
        ...sum,
        ...one,
        slowMs: Math.max(sum.slowMs, one.slowMs),
      }),
      calm,
    )
  }

  get parts(): { time: VirtualTime; door: PlatformDoor; chance: Seeded; events: WireEvents } {
    return { time: this.#time, door: this.#door, chance: this.#chance, events: this.#events }
  }

  latency(seat: string): number {
    const { slowMs } = this.weatherAt(seat)
    if (slowMs > 0) this.#slow.set(seat, { at: this.#time.now, slowMs })
    return this.#chance.whole(1, 15) + (slowMs > 0 ? this.#chance.whole(slowMs / 4, slowMs) : 0)
  }

  /** Of two words that a seat went by of late one may have been on its way for so much longer than the other, ms. */
  unevenness(seat: string): number {
    const { at, slowMs } = this.#slow.get(seat) ?? { at: -Infinity, slowMs: 0 }
    return this.#time.now - at < SLOW_COUNTS_MS ? slowMs : 0
  }

  /** Keeps watch over how often a seat asks, and that it stays away as long as it was told to. */
  countRequest(seat: string, path: string): void {
    const { now } = this.#time
    const isOfFile = path.startsWith('/v1/attachments')
    const key = isOfFile ? `${seat} files` : seat
    const recent = (this.#requests.get(key) ?? []).filter(({ at }) => at > now - 60_000)
    recent.push({ at: now, path })
    this.#requests.set(key, recent)
    if (recent.length > (isOfFile ? MOST_OF_FILES : MOST_PER_MINUTE)) {
      const counts = Object.entries(Object.groupBy(recent, (one) => one.path)).map(([of, some]) => `${some?.length ?? 0} ${of}`)
      this.#events.complaint('storm', `seat ${seat} sent ${recent.length} requests within a minute: ${counts.join(', ')}`)
      recent.length = 0
    }
    if (now < (this.#notBefore.get(`${seat}${path}`) ?? 0)) {
      this.#events.complaint('retry-after', `seat ${seat} asked ${path} again before the time it was given`)
    }
  }

  /** An act of that seat has left, and may come to the platform or have come. */
  hasTold(seat: string): boolean {
    return this.#told.has(seat)
  }

  leaves(seat: string, path: string): void {
    if (path === '/v1/commands') this.#told.add(seat)
  }

  /** A reply told the seat to stay away. A new process cannot know. */
  stayAway(seat: string, path: string, until: number): void {
    this.#notBefore.set(`${seat}${path}`, until)
  }

  forgetSeat(seat: string): void {
    this.#requests.delete(seat)
    this.#requests.delete(`${seat} files`)
    this.patience.forget(seat)
    for (const key of [...this.#notBefore.keys()]) if (key.startsWith(`${seat}/`)) this.#notBefore.delete(key)
  }

  keepStream(seat: string, end: () => void): () => void {
    const open = this.#streams.get(seat) ?? new Set()
    this.#streams.set(seat, open)
    open.add(end)
    return () => open.delete(end)
  }
}
