// The system's browser as a program of ours: commands and events over two pipes that only its parent has (no port is opened).
import type { Readable, Writable } from 'node:stream'
import { z } from '#shared/kernel/zod.ts'

const Message = z.object({
  id: z.int().optional(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
})

const ANSWER_MS = 15_000

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly late: NodeJS.Timeout
}

/** Messages are JSON, each ended by NUL. */
export class CdpPipe {
  readonly #to: Writable
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Map<string, Set<(params: Readonly<Record<string, unknown>>) => void>>()
  #text = ''
  #next = 1

  constructor(to: Writable, from: Readable) {
    this.#to = to
    from.setEncoding('utf8').on('data', (chunk: string) => {
      this.#hear(chunk)
    })
    from.once('close', () => {
      this.#giveUp('the browser is gone')
    })
    // Writing to a browser that has just ended: its end is what counts.
    to.on('error', () => {
      this.#giveUp('the browser is gone')
    })
  }

  /** Resolves with what the browser answers; rejects when it refuses, is gone, or says nothing for long. */
  async send<T>(method: string, params: object, answer: z.ZodType<T>, sessionId?: string): Promise<T> {
    const id = this.#next++
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const late = setTimeout(() => {
      this.#waiting.delete(id)
      reject(new Error(`${method}: no answer`))
    }, ANSWER_MS)
    this.#waiting.set(id, { resolve, reject, late })
    this.#to.write(`${JSON.stringify({ id, method, params, ...(sessionId !== undefined && { sessionId }) })}\0`)
    return answer.parse(await promise)
  }

  on(method: string, listener: (params: Readonly<Record<string, unknown>>) => void): void {
    const listeners = this.#listeners.get(method) ?? new Set()
    this.#listeners.set(method, listeners.add(listener))
  }

  #hear(chunk: string): void {
    this.#text += chunk
    for (let end = this.#text.indexOf('\0'); end >= 0; end = this.#text.indexOf('\0')) {
      const message = Message.parse(JSON.parse(this.#text.slice(0, end)))
      this.#text = this.#text.slice(end + 1)
      if (message.id !== undefined) this.#answered(message.id, message.result, message.error?.message)
      else if (message.method !== undefined) {
        for (const listener of this.#listeners.get(message.method) ?? []) listener(message.params ?? {})
      }
    }
  }

  #answered(id: number, result: unknown, refusal: string | undefined): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    this.#waiting.delete(id)
    clearTimeout(waiting.late)
    if (refusal === undefined) waiting.resolve(result)
    else waiting.reject(new Error(refusal))
  }

  #giveUp(why: string): void {
    for (const { reject, late } of this.#waiting.values()) {
      clearTimeout(late)
      reject(new Error(why))
    }
    this.#waiting.clear()
  }
}
