// One open feed on the wire: bytes in order, until they are lost; then nothing more ever comes. It may break anywhere, also
// inside a character.
import { AxiosError } from 'axios'
import { Readable } from 'node:stream'
import type { Network, WireProcess } from './network.ts'

export class StreamWire {
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
