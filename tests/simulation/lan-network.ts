// The hall's own network between the seats: the product's exchange over invented weather. A seat may be cut off from the others,
// lines come late or twice, connections break; a machine that stops says nothing any more.
import { Readable } from 'node:stream'
import type { ClaimReply, ClaimRequest, OfferRequest } from '#main/lan/lines.ts'
import type { LanService } from '#main/lan/lan-service.ts'
import type { LanWire } from '#main/lan/wire.ts'
import type { LinkResult } from '#main/link/platform-client.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { DeviceRow } from '#shared/platform-api/devices.ts'
import type { Seeded } from './seeded.ts'
import type { VirtualTime } from './virtual-time.ts'

/** What befalls the hall's network at one seat. */
export const lanWeathers = ['cut', 'dirty', 'slow', 'liar'] as const
export type LanWeatherName = (typeof lanWeathers)[number]

interface Member {
  readonly service: LanService
  readonly isAlive: () => boolean
}

const ASK_MS = 1_000

export class LanNetwork {
  readonly #time: VirtualTime
  readonly #chance: Seeded
  readonly #seats: readonly SeatId[]
  readonly #members = new Map<string, Member>()
  readonly #weather = new Map<string, LanWeatherName[]>()
  readonly #streams = new Set<LanStream>()

  constructor(time: VirtualTime, chance: Seeded, seats: readonly SeatId[]) {
    this.#time = time
    this.#chance = chance
    this.#seats = seats
  }

  /** Everybody in the roster; the first two may be relays. */
  roster(): DeviceRow[] {
    return this.#seats.map((seat) => ({
      ...{ seat, name: `${seat} 号席`, role: 'seat', relayOrder: this.relayOrderOf(seat) },
      ...{ lanUrl: `https://seat-${seat}.sim/`, certificate: '', fingerprint: '' },
    }))
  }

  relayOrderOf(seat: SeatId): number | null {
    const at = this.#seats.indexOf(seat)
    return at < 2 ? at + 1 : null
  }

  join(seat: string, member: Member): void {
    this.#members.set(seat, member)
  }

  befall(seat: string, weather: LanWeatherName): () => void {
    const list = this.#weather.get(seat) ?? []
    this.#weather.set(seat, list)
    list.push(weather)
    if (weather === 'dirty') for (const stream of [...this.#streams]) if (stream.touches(seat)) stream.break()
    return () => {
      const at = list.indexOf(weather)
      if (at >= 0) list.splice(at, 1)
    }
  }

  isCalm(seat: string): boolean {
    return (this.#weather.get(seat) ?? []).length === 0
  }

  has(name: LanWeatherName, ...seats: string[]): boolean {
    return seats.some((seat) => (this.#weather.get(seat) ?? []).includes(name))
  }

  get chance(): Seeded {
    return this.#chance
  }

  after(from: string, to: string, task: () => void): void {
    this.#time.after(this.latency(from, to), task)
  }

  latency(from: string, to: string): number {
    return this.#chance.whole(1, 8) + (this.has('slow', from, to) ? this.#chance.whole(200, 3_000) : 0)
  }

  wireOf(seat: string, isAlive: () => boolean): LanWire {
    return {
      open: (peer, request, signal) => this.#open({ from: seat, isAlive }, peer.seat, request, signal),
      ask: (peer, request) => this.#ask(seat, peer.seat, request),
      // Nobody looks at a wall in here.
      tellWall: () => Promise.resolve(refuse('offline')),
    }
  }

  #open(
    { from, isAlive }: { from: string; isAlive: () => boolean },
    to: SeatId,
    request: OfferRequest,
    signal: AbortSignal,
  ): Promise<LinkResult<Readable>> {
    // As any real wire would: nobody hears of an abort that was before.
    if (signal.aborted) return Promise.resolve(refuse('offline', 'aborted'))
    return new Promise((resolve) => {
      const answer = (result: LinkResult<Readable>): void => {
        if (isAlive()) resolve(result)
      }
      signal.addEventListener('abort', () => answer(refuse('offline', 'aborted')))
      this.after(from, to, () => {
        const member = this.#members.get(to)
        if (this.has('cut', from, to) || member?.isAlive() !== true) return this.after(to, from, () => answer(refuse('offline')))
        const stream = new LanStream(this, to, from, isAlive, () => this.#streams.delete(stream))
        this.#streams.add(stream)
        // As over a real wire: what arrives is read anew.
        const close = member.service.offerTo(from as SeatId, JSON.parse(JSON.stringify(request)) as OfferRequest, stream)
        stream.onClose = close
        signal.addEventListener('abort', () => stream.break())
        this.after(to, from, () => answer(ok(stream.body)))
      })
    })
  }

  async #ask(from: string, to: string, request: ClaimRequest): Promise<LinkResult<ClaimReply>> {
    const pass = (): Promise<void> => new Promise((resolve) => this.after(from, to, resolve))
    const late = new Promise<LinkResult<ClaimReply>>((resolve) => this.#time.after(ASK_MS, () => resolve(refuse('offline'))))
    const reply = async (): Promise<LinkResult<ClaimReply>> => {
      await pass()
      const member = this.#members.get(to)
      if (this.has('cut', from, to) || member?.isAlive() !== true) return refuse('offline')
      const decided = await member.service.order(from as SeatId, request)
      await pass()
      return this.has('cut', from, to) ? refuse('offline') : ok(decided)
    }
    return Promise.race([late, reply()])
  }
}

/** One seat reading along with another: lines in order, until they are lost; then nothing more ever comes. */
class LanStream {
  readonly body = new Readable({ read: () => undefined })
  onClose: () => void = () => undefined
  readonly #network: LanNetwork
  readonly #from: string
  readonly #to: string
  readonly #isAlive: () => boolean
  #isOver = false
  #isStuck = false
  #last: Promise<void> = Promise.resolve()

  constructor(network: LanNetwork, from: string, to: string, isAlive: () => boolean, forget: () => void) {
    this.#network = network
    this.#from = from
    this.#to = to
    this.#isAlive = isAlive
    this.body.on('error', () => undefined)
    this.body.on('close', () => {
      this.#isOver = true
      forget()
      this.onClose()
    })
  }

  touches(seat: string): boolean {
    return seat === this.#from || seat === this.#to
  }

  write(line: string): Promise<void> {
    const network = this.#network
    if (network.has('cut', this.#from, this.#to)) this.#isStuck = true
    if (this.#isStuck || this.#isOver) return Promise.resolve()
    const isDirty = network.has('dirty', this.#from, this.#to)
    if (isDirty && network.chance.chance(0.1)) {
      this.break()
      return Promise.resolve()
    }
    const isChanged = network.has('liar', this.#from) && network.chance.chance(0.5)
    this.#push(`${isChanged ? changed(line) : line}\n`)
    if (isDirty && network.chance.chance(0.4)) this.#push(`${line}\n`)
    return Promise.resolve()
  }

  end(): void {
    this.#push(null)
  }

  break(): void {
    this.body.destroy(new Error('ECONNRESET'))
  }

  #push(chunk: string | null): void {
    const passes = new Promise<void>((resolve) => this.#network.after(this.#from, this.#to, resolve))
    this.#last = this.#last.then(async () => {
      await passes
      if (!this.#isOver && this.#isAlive()) this.body.push(chunk === null ? null : Buffer.from(chunk))
    })
  }
}

/** A command that says something else than its host has stored: the hash does not fit any more. */
function changed(line: string): string {
  return line.replace(/"at":(\d+)/, (_, at: string) => `"at":${Number(at) + 1}`)
}
