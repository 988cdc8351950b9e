// The wire between seats and platform: an axios adapter for each seat process over invented weather. A request may be lost
// before or after it took effect, come twice, late, or be answered by somebody else; a stream may break anywhere, also inside a
// character.
import { AxiosError, CanceledError } from 'axios'
import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { Readable } from 'node:stream'
import { FileWire } from './file-wire.ts'
import { COMMANDS, Patience } from './patience.ts'
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
/** Files go in small pieces at first, and what was refused is asked after: more, but bounded too. */
const MOST_OF_FILES = 400

export class Network {
  readonly #time: VirtualTime
  readonly #door: PlatformDoor
  readonly #chance: Seeded
  readonly #events: WireEvents
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
    return this.#chance.whole(1, 15) + (slowMs > 0 ? this.#chance.whole(slowMs / 4, slowMs) : 0)
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

interface Caller {
  readonly resolve: (response: AxiosResponse) => void
  readonly reject: (error: Error) => void
}

interface Reply {
  readonly status: number
  readonly data: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One request and what becomes of it. */
class Exchange {
  readonly #network: Network
  readonly #process: WireProcess
  readonly #config: InternalAxiosRequestConfig
  readonly #caller: Caller
  readonly #path: string
  #isOver = false
  #callOffTimeout: (() => void) | null = null

  constructor(network: Network, process: WireProcess, config: InternalAxiosRequestConfig, caller: Caller) {
    this.#network = network
    this.#process = process
    this.#config = config
    this.#caller = caller
    this.#path = config.url ?? ''
  }

  begin(): void {
    const { seat, timers } = this.#process
    const { chance, door, events, time } = this.#network.parts
    const { timeout, signal } = this.#config
    this.#network.countRequest(seat, this.#path)
    if (this.#path === COMMANDS) {
      const soundSince = this.#network.soundSince(seat)
      const fault = this.#network.patience.faultOf(seat, String(this.#config.data), time.now, soundSince)
      if (fault !== null) events.complaint('retry-after', fault)
    }
    if (this.#config.method === 'patch') events.piece(seat, 'begins')
    if (timeout !== undefined && timeout > 0) this.#callOffTimeout = timers.after(timeout, () => this.#fail('ECONNABORTED'))
    signal?.addEventListener?.('abort', () => this.#fail('ERR_CANCELED'))
    const weather = this.#network.weatherAt(seat)
    if (weather.refused || door.isDown) return this.#later(() => this.#fail('ECONNREFUSED'))
    if (weather.deaf || weather.mute || chance.chance(weather.lostBefore)) {
      events.note(`net ${seat} ${this.#path} is lost on the way`)
      return
    }
    if (chance.chance(weather.intercepted)) return this.#later(() => this.#answerOf(weather.stranger(chance)))
    const deliver = (isCopy: boolean): void => this.#later(() => this.#arrive(isCopy))
    this.#network.leaves(seat, this.#path)
    deliver(false)
    if (chance.chance(weather.twice)) {
      const { time } = this.#network.parts
      time.after(chance.whole(5, 20_000), () => this.#arrive(true))
    }
  }

  #later(task: () => void): void {
    const { time } = this.#network.parts
    time.after(this.#network.latency(this.#process.seat), task)
  }

  /** The request has come to the platform; what it does is done whatever becomes of the reply. */
  #arrive(isCopy: boolean): void {
    const { seat } = this.#process
    const { chance, door, events } = this.#network.parts
    if (door.isDown) return isCopy ? undefined : this.#later(() => this.#fail('ECONNRESET'))
    if (this.#config.responseType === 'stream') {
      if (!isCopy && /^\/v1\/(snapshot|attachments)\//.test(this.#path)) this.#openFile()
      else if (!isCopy) this.#openStream()
      return
    }
    const reply = door.handle(seat, this.#config, isCopy)
    if (isCopy) return
    const weather = this.#network.weatherAt(seat)
    if (weather.deaf || chance.chance(weather.lostAfter)) {
      events.note(`net ${seat} reply of ${this.#path} is lost`)
      return
    }
    if (chance.chance(weather.reset)) return this.#later(() => this.#fail('ECONNRESET'))
    if (chance.chance(weather.half)) return this.#later(() => this.#fail('ERR_BAD_RESPONSE'))
    const inMs = this.#network.latency(seat) + (reply.tookMs ?? 0)
    this.#network.parts.time.after(inMs, () => this.#answerOf(reply))
    if (this.#path === '/v1/commands') events.answers(seat, reply.data, inMs)
  }

  #answerOf({ status, data, headers = {} }: Reply): void {
    if (this.#isOver || !this.#process.isAlive()) return
    const after = Number(headers['retry-after'])
    const { time, events } = this.#network.parts
    if (after > 0) this.#network.stayAway(this.#process.seat, this.#path, time.now + after * 1_000)
    if (this.#path === COMMANDS && String(data).startsWith('{"outcomes"'))
      this.#network.patience.told(this.#process.seat, String(data), time.now)
    if (status !== 200) events.note(`net ${this.#process.seat} ${this.#path} gets ${status}`)
    const isStream = this.#config.responseType === 'stream'
    this.#end()
    this.#caller.resolve({
      status,
      data: isStream ? Readable.from([String(data)]) : data,
      headers: { ...headers },
      statusText: '',
      config: this.#config,
    })
  }

  #fail(code: string): void {
    if (this.#isOver) return
    this.#end()
    if (!this.#process.isAlive()) return
    this.#caller.reject(code === 'ERR_CANCELED' ? new CanceledError() : new AxiosError(code, code, this.#config))
  }

  #end(): void {
    this.#isOver = true
    this.#callOffTimeout?.()
    if (this.#config.method === 'patch') this.#network.parts.events.piece(this.#process.seat, 'ends')
  }

  #openFile(): void {
    const { door } = this.#network.parts
    const opened = door.openFile(this.#process.seat, this.#config)
    if (!opened.ok) return this.#later(() => this.#answerOf(opened.refusal))
    this.#later(() => {
      if (this.#isOver || !this.#process.isAlive()) return
      this.#end()
      const wire = new FileWire(this.#network, this.#process, opened.bytes)
      this.#config.signal?.addEventListener?.('abort', () => wire.abort())
      this.#caller.resolve({
        status: opened.status,
        data: wire.body,
        headers: opened.headers,
        statusText: '',
        config: this.#config,
      })
      wire.begin()
    })
  }

  #openStream(): void {
    const { door } = this.#network.parts
    const wire = new StreamWire(this.#network, this.#process)
    // The head of the reply travels before its first line.
    wire.inOrder(() => {
      if (this.#isOver || !this.#process.isAlive()) return wire.abort()
      this.#end()
      this.#caller.resolve({ status: 200, data: wire.body, headers: {}, statusText: '', config: this.#config })
    })
    const opened = door.openStream(this.#process.seat, this.#config, wire)
    if (!opened.ok) {
      wire.abort()
      return this.#later(() => this.#answerOf(opened.refusal))
    }
    wire.onClose = opened.close
    this.#config.signal?.addEventListener?.('abort', () => wire.abort())
  }
}

/** One open feed on the wire: bytes in order, until they are lost; then nothing more ever comes. */
class StreamWire {
  readonly body = new Readable({ read: () => undefined })
  onClose: () => void = () => undefined
  readonly #network: Network
  readonly #process: WireProcess
  readonly #forget: () => void
  #isStuck = false
  #isOver = false
  #freeAt = 0
  #held: string | null = null

  constructor(network: Network, process: WireProcess) {
    this.#network = network
    this.#process = process
    this.#forget = network.keepStream(process.seat, () => this.#break())
    this.body.on('close', () => this.#finish())
    this.body.on('error', () => undefined)
  }

  /** The platform writes a line. */
  write(line: string): void {
    const { chance, events } = this.#network.parts
    const weather = this.#network.weatherAt(this.#process.seat)
    if (this.#isOver || this.#isStuck) return
    if (weather.deaf || chance.chance(weather.lostBefore)) {
      this.#isStuck = true
      events.note(`net ${this.#process.seat} stream is stuck`)
      return
    }
    if (chance.chance(weather.swapped) && this.#held === null) {
      this.#held = line
      return
    }
    this.#deliver(line)
    if (this.#held !== null) this.#deliver(this.#held)
    this.#held = null
    if (chance.chance(weather.twice)) this.#deliver(line)
    if (weather.cutAfterLine) this.inOrder(() => this.#break())
  }

  /** The platform ends the stream. */
  end(): void {
    this.inOrder(() => this.body.push(null))
  }

  abort(): void {
    this.#isOver = true
    this.body.destroy()
  }

  #deliver(line: string): void {
    const { chance } = this.#network.parts
    const weather = this.#network.weatherAt(this.#process.seat)
    const bytes = Buffer.from(`${line}\n`)
    if (chance.chance(weather.half) || chance.chance(weather.reset)) {
      const cut = chance.whole(0, bytes.length - 1)
      this.inOrder(() => {
        this.body.push(bytes.subarray(0, cut))
        this.#break()
      })
      return
    }
    // The end of the line is always in the second part, so that it counts as heard when it is complete.
    const middle = chance.whole(0, bytes.length - 1)
    this.inOrder(() => this.#push(bytes.subarray(0, middle)))
    this.inOrder(() => {
      this.#push(bytes.subarray(middle))
      if (!this.#isOver && this.#process.isAlive()) this.#process.heard()
    })
  }

  #push(bytes: Buffer): void {
    if (!this.#isOver && bytes.length > 0) this.body.push(bytes)
  }

  inOrder(task: () => void): void {
    const { time } = this.#network.parts
    this.#freeAt = Math.max(this.#freeAt, time.now + this.#network.latency(this.#process.seat))
    time.after(this.#freeAt - time.now, () => {
      if (!this.#isOver) task()
    })
  }

  #break(): void {
    this.body.destroy(new AxiosError('ECONNRESET', 'ECONNRESET'))
  }

  #finish(): void {
    this.#isOver = true
    this.#forget()
    this.onClose()
  }
}
