// One request and what becomes of it: it may be lost before or after it took effect, come twice, late, or be answered by somebody
// else.
import { AxiosError, CanceledError } from 'axios'
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { Readable } from 'node:stream'
import { FileWire } from './file-wire.ts'
import type { Network, WireProcess } from './network.ts'
import { COMMANDS } from './patience.ts'
import { StreamWire } from './stream-wire.ts'

interface Caller {
  readonly resolve: (response: AxiosResponse) => void
  readonly reject: (error: Error) => void
}

interface Reply {
  readonly status: number
  readonly data: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export class Exchange {
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
      // Whatever holds the copy lets go of it when the platform is put back: no connection outlives that.
      const life = door.life
      time.after(chance.whole(5, 20_000), () => {
        if (door.life === life) this.#arrive(true)
      })
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
    // Whoever has died or given up meanwhile hears no answer: what is asked so late says nothing of what the seat knows.
    const isLate = isCopy || this.#isOver || !this.#process.isAlive()
    const reply = door.handle(seat, this.#config, isLate)
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
