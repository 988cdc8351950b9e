// A file on the wire, in pieces: it may break anywhere, or fall silent and never be heard of again.
import { AxiosError, CanceledError } from 'axios'
import { Readable } from 'node:stream'
import type { Network, WireProcess } from './network.ts'

const PIECES = 6

export class FileWire {
  readonly body = new Readable({ read: () => undefined })
  readonly #network: Network
  readonly #process: WireProcess
  readonly #forget: () => void
  readonly #bytes: Buffer
  #at = 0
  #isOver = false

  constructor(network: Network, process: WireProcess, bytes: Buffer) {
    this.#network = network
    this.#process = process
    this.#bytes = bytes
    this.#forget = network.keepStream(process.seat, () => this.#break())
    this.body.on('error', () => undefined)
    this.body.on('close', () => {
      this.#isOver = true
      this.#forget()
    })
  }

  begin(): void {
    const { time } = this.#network.parts
    time.after(this.#network.latency(this.#process.seat), () => this.#piece())
  }

  abort(): void {
    this.body.destroy(new CanceledError())
  }

  #piece(): void {
    const { chance, door, events } = this.#network.parts
    const { seat, isAlive } = this.#process
    if (this.#isOver || !isAlive()) return
    const weather = this.#network.weatherAt(seat)
    if (weather.refused || door.isDown) return this.#break()
    if (weather.deaf || weather.mute || chance.chance(weather.lostBefore)) {
      events.note(`net ${seat} a file is stuck at ${this.#at}`)
      return
    }
    const end = Math.min(this.#bytes.length, this.#at + Math.ceil(this.#bytes.length / PIECES))
    const isCut = weather.cutAfterLine || chance.chance(weather.half) || chance.chance(weather.reset)
    this.body.push(this.#bytes.subarray(this.#at, isCut ? chance.whole(this.#at + 1, end) : end))
    this.#at = end
    if (isCut) return this.#break()
    if (this.#at < this.#bytes.length) this.begin()
    else this.body.push(null)
  }

  #break(): void {
    this.body.destroy(new AxiosError('ECONNRESET', 'ECONNRESET'))
  }
}
