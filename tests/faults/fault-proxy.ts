// A TCP proxy that spoils what passes through it: whole bytes, no idea of what they mean, so TLS passes too.
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What befalls the bytes of one direction. */
export interface Flow {
  /** Nothing arrives and nobody is told, as behind a switch that lost its uplink; what was sent comes when it is back. */
  readonly blocked: boolean
  readonly latencyMs: number
  /** Null: as fast as the machine. */
  readonly bytesPerSecond: number | null
  /** Share of segments that have to be sent again: each costs a wait, as TCP does it. */
  readonly loss: number
  /** The connection is reset after so many bytes; null: never. */
  readonly limitBytes: number | null
}

export interface Toxics {
  /** From the seat to the platform. */
  readonly up: Flow
  readonly down: Flow
  /** What a new connection meets; 'refused' also ends those that are open. */
  readonly door: 'open' | 'refused' | 'reset'
  /** The end of a connection is passed on so much later. */
  readonly slowCloseMs: number
}

export const clear: Flow = { blocked: false, latencyMs: 0, bytesPerSecond: null, loss: 0, limitBytes: null }
export const blocked: Flow = { ...clear, blocked: true }
const noToxics: Toxics = { up: clear, down: clear, door: 'open', slowCloseMs: 0 }

/** Kinds of bad lines by name. */
export const badLines = {
  'cut': { door: 'refused' },
  'silent': { up: blocked, down: blocked },
  'one-way up lost': { up: blocked },
  'one-way down lost': { down: blocked },
  'slow': {
    up: { ...clear, latencyMs: 300, bytesPerSecond: 8_000, loss: 0.2 },
    down: { ...clear, latencyMs: 300, bytesPerSecond: 8_000, loss: 0.2 },
  },
  'far': { up: { ...clear, latencyMs: 2_500 }, down: { ...clear, latencyMs: 2_500 } },
  'reset': { door: 'reset' },
  'breaks off': { down: { ...clear, limitBytes: 700 } },
  'slow to close': { slowCloseMs: 3_000, down: { ...clear, limitBytes: 20_000 } },
} as const satisfies Record<string, Partial<Toxics>>

/** TCP's first time-out for a lost segment is of this order. */
const SENT_AGAIN_MS = 300
/** A segment of a slow line; longer writes are paced in these. */
const SEGMENT_BYTES = 1_400

export class FaultProxy {
  readonly #server: Server
  readonly #target: () => { readonly host: string; readonly port: number }
  readonly #sockets = new Set<Socket>()
  readonly #waiting = new Set<() => void>()
  #toxics = noToxics
  /** Connections accepted so far. */
  opened = 0

  private constructor(target: () => { host: string; port: number }) {
    this.#target = target
    this.#server = createServer({ allowHalfOpen: true }, (near) => {
      this.#accept(near)
    })
  }

  /** `target` is asked for each connection: what stands behind may come back elsewhere. */
  static async open(target: () => string): Promise<FaultProxy> {
    const proxy = new FaultProxy(() => {
      const { hostname, port } = new URL(target())
      return { host: hostname, port: Number(port) }
    })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    proxy.#server.once('error', reject).listen({ host: '127.0.0.1', port: 0 }, resolve)
    await promise
    return proxy
  }

  get port(): number {
    // A TCP server that listens has an AddressInfo.
    return (this.#server.address() as AddressInfo).port
  }

  set(toxics: Partial<Toxics>): void {
    this.#toxics = { ...noToxics, ...toxics }
    if (this.#toxics.door === 'refused') this.#drop()
    for (const look of this.#waiting) look()
  }

  heal(): void {
    this.set({})
  }

  stop(): Promise<void> {
    this.heal()
    this.#drop()
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve()
      })
    })
  }

  #drop(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  #accept(near: Socket): void {
    this.opened += 1
    if (this.#toxics.door !== 'open') {
      near.on('error', () => undefined).resetAndDestroy()
      return
    }
    const far = connect({ ...this.#target(), allowHalfOpen: true })
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      one.setNoDelay(true)
      one.on('error', () => {
        one.destroy()
      })
      one.once('close', () => {
        this.#sockets.delete(one)
        void this.#closeLater(other)
      })
    }
    void this.#pump(near, far, () => this.#toxics.up)
    void this.#pump(far, near, () => this.#toxics.down)
  }

  async #closeLater(socket: Socket): Promise<void> {
    if (this.#toxics.slowCloseMs > 0) await sleep(this.#toxics.slowCloseMs)
    await this.#whenPassing(() => this.#toxics.down, socket)
    socket.destroy()
  }

  /** Bytes in order, each segment after the line's delays. */
  async #pump(from: Socket, to: Socket, flow: () => Flow): Promise<void> {
    let passed = 0
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        for (let at = 0; at < chunk.length; at += SEGMENT_BYTES) {
          const segment = chunk.subarray(at, at + SEGMENT_BYTES)
          await this.#delay(segment.length, flow, to)
          passed += segment.length
          const { limitBytes } = flow()
          if (limitBytes !== null && passed > limitBytes) {
            from.resetAndDestroy()
            to.resetAndDestroy()
            return
          }
          if (!to.writable) return
          if (!to.write(segment)) await new Promise<void>((resolve) => to.once('drain', resolve).once('close', () => resolve()))
        }
      }
      if (to.writable) to.end()
    } catch (error) {
      // The other end broke off: what is left of the connection ends by its own 'close'.
      if (!from.destroyed) throw error
    }
  }

  async #delay(bytes: number, flow: () => Flow, to: Socket): Promise<void> {
    await this.#whenPassing(flow, to)
    const { latencyMs, bytesPerSecond, loss } = flow()
    let ms = latencyMs + (bytesPerSecond === null ? 0 : (bytes / bytesPerSecond) * 1_000)
    for (let again = SENT_AGAIN_MS; Math.random() < loss && again <= 8 * SENT_AGAIN_MS; again *= 2) ms += again
    if (ms >= 1) await sleep(ms)
    await this.#whenPassing(flow, to)
  }

  async #whenPassing(flow: () => Flow, socket: Socket): Promise<void> {
    while (flow().blocked && !socket.destroyed) {
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#waiting.delete(look)
          socket.off('close', look)
          resolve()
        }
        this.#waiting.add(look)
        socket.once('close', look)
      })
    }
  }
}
