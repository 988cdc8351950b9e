import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'

export type CdpParams = Readonly<Record<string, unknown>>
export type CdpReply = Readonly<Record<string, unknown>>

interface CdpMessage {
  readonly id?: number
  readonly method?: string
  readonly params?: CdpParams
  readonly result?: CdpReply
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

/** Chromium's debugging protocol over its pipe: one JSON message after the other, each ended by NUL. */
export class Cdp {
  readonly #out: Writable
  readonly #pending = new Map<number, { readonly method: string; readonly settle: (reply: CdpReply | Error) => void }>()
  /** Events, named `session|method`; the browser's own have an empty session. */
  readonly #events = new EventEmitter()
  #nextId = 1
  #isClosed = false

  constructor(out: Writable, input: Readable) {
    this.#out = out
    this.#events.setMaxListeners(0)
    let rest = ''
    input.setEncoding('utf8')
    input.on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\0')
      rest = parts.pop() ?? ''
      for (const part of parts) this.#receive(JSON.parse(part) as CdpMessage)
    })
    input.on('close', () => {
      this.#closed()
    })
    // The browser may go while something is being written; the pipe's closing says so.
    out.on('error', () => {
      this.#closed()
    })
  }

  send(method: string, params: CdpParams = {}, sessionId?: string): Promise<CdpReply> {
    if (this.#isClosed) return Promise.reject(new Error(`${method}: the browser is gone`))
    const id = this.#nextId
    this.#nextId += 1
    this.#out.write(`${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`)
    return new Promise((resolve, reject) => {
      this.#pending.set(id, {
        method,
        settle: (reply) => {
          if (reply instanceof Error) reject(reply)
          else resolve(reply)
        },
      })
    })
  }

  on(sessionId: string, method: string, listener: (params: CdpParams) => void): void {
    this.#events.on(`${sessionId}|${method}`, listener)
  }

  #receive(message: CdpMessage): void {
    if (message.id === undefined) {
      this.#events.emit(`${message.sessionId ?? ''}|${message.method ?? ''}`, message.params ?? {})
      return
    }
    const pending = this.#pending.get(message.id)
    this.#pending.delete(message.id)
    pending?.settle(message.error === undefined ? (message.result ?? {}) : new Error(`${pending.method}: ${message.error.message}`))
  }

  #closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const { method, settle } of this.#pending.values()) settle(new Error(`${method}: the browser is gone`))
    this.#pending.clear()
  }
}
