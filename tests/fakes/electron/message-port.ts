import { EventEmitter } from 'node:events'

/** What a port delivers: the value, and ports that came along. */
export interface PortEvent {
  readonly data: unknown
  readonly ports: readonly MessagePortMain[]
}

/** One end of a channel. The public {@link MessagePortMain} is only a handle, so that a transferred one can be emptied. */
export class PortEnd {
  peer: PortEnd | null = null
  #queue: unknown[] | null = []
  #onMessage: ((data: unknown) => void) | null = null
  #onClose: (() => void) | null = null
  #isClosed = false

  send(data: unknown): void {
    // As between processes: the receiver gets a copy, later.
    const copy = structuredClone(data)
    const peer = this.peer
    if (peer !== null) queueMicrotask(() => peer.#receive(copy))
  }

  listen(onMessage: (data: unknown) => void, onClose: () => void): void {
    this.#onMessage = onMessage
    this.#onClose = onClose
    if (this.#isClosed) queueMicrotask(onClose)
  }

  /** Delivers what has waited and everything from now on. */
  start(): void {
    const waiting = this.#queue ?? []
    this.#queue = null
    for (const data of waiting) this.#onMessage?.(data)
  }

  close(): void {
    const peer = this.peer
    this.#closed()
    if (peer !== null) queueMicrotask(() => peer.#closed())
  }

  #closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.peer = null
    this.#onClose?.()
  }

  #receive(data: unknown): void {
    if (this.#queue === null) this.#onMessage?.(data)
    else this.#queue.push(data)
  }
}

/** Electron's port in main and utility processes. Carries what structuredClone can copy. */
export class MessagePortMain extends EventEmitter {
  #end: PortEnd | null

  constructor(end: PortEnd) {
    super()
    this.#end = end
    end.listen(
      (data) => this.#end === end && this.emit('message', { data, ports: [] } satisfies PortEvent),
      () => this.#end === end && this.emit('close'),
    )
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('stand-in: a port carries no further ports')
    this.#end?.send(data)
  }

  start(): void {
    this.#end?.start()
  }

  close(): void {
    this.#end?.close()
  }

  /** Takes the end out of the handle, which is of no use afterwards, as after a transfer. */
  takeEnd(): PortEnd {
    const end = this.#end
    if (end === null) throw new Error('this port has been transferred already')
    this.#end = null
    return end
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain
  readonly port2: MessagePortMain

  constructor() {
    const [a, b] = [new PortEnd(), new PortEnd()]
    a.peer = b
    b.peer = a
    this.port1 = new MessagePortMain(a)
    this.port2 = new MessagePortMain(b)
  }
}

/** How a transferred end is reached on its other side of a process border. */
export interface Tunnel {
  send(id: number, data: unknown): void
  close(id: number): void
}

/** The ends that have crossed one border; their messages pass through this process, numbered. */
export class PortTunnels {
  readonly #ends = new Map<number, PortEnd>()
  readonly #tunnel: Tunnel
  #next = 1

  constructor(tunnel: Tunnel) {
    this.#tunnel = tunnel
  }

  /** Binds a port to the tunnel; the other side is told its number before any of its messages. */
  carry(port: MessagePortMain): { readonly id: number; readonly begin: () => void } {
    const end = port.takeEnd()
    const id = this.#next
    this.#next += 1
    this.#ends.set(id, end)
    end.listen(
      (data) => {
        this.#tunnel.send(id, data)
      },
      () => {
        if (this.#ends.delete(id)) this.#tunnel.close(id)
      },
    )
    return { id, begin: () => end.start() }
  }

  receive(id: number, data: unknown): void {
    this.#ends.get(id)?.send(data)
  }

  closed(id: number): void {
    const end = this.#ends.get(id)
    this.#ends.delete(id)
    end?.close()
  }

  /** The other side is gone altogether. */
  closeAll(): void {
    for (const id of [...this.#ends.keys()]) this.closed(id)
  }
}
