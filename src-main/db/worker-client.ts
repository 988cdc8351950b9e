import { Worker } from 'node:worker_threads'
import type { RpcCall, RpcReply } from '#main/db-worker/rpc.ts'
import { RefusalError, ok } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { WorkerName } from './worker-urls.ts'

/** A worker thread that has ended by itself; nothing more can be read or stored until the host starts again. */
export interface WorkerFailure {
  readonly worker: WorkerName
  readonly reason: string
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

/** The host's end of one worker: calls out, answers in, and no call left hanging when the worker dies. */
export class WorkerClient {
  readonly #name: WorkerName
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #onFailure: (failure: WorkerFailure) => void
  readonly #onDamaged: () => void
  readonly #ended: Promise<void>
  #lastId = 0
  #closing = false
  #failure: Refusal | null = null

  /** Starts a thread; it loads while others do, and opens nothing yet. */
  constructor(name: WorkerName, url: URL, onFailure: (failure: WorkerFailure) => void, onDamaged: () => void = () => undefined) {
    this.#name = name
    this.#onDamaged = onDamaged
    this.#worker = new Worker(url, { name: `hall-${name}` })
    this.#onFailure = onFailure
    this.#ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()))
    this.#worker.on('message', (reply: RpcReply) => this.#take(reply))
    this.#worker.on('messageerror', (error) => this.#fail(error.message))
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error.message : String(error)))
    this.#worker.on('exit', (code) => this.#fail(`ended with ${code}`))
  }

  /** Lets the worker open its file; refused as the file was refused. */
  async open(options: object): Promise<Result<null>> {
    const opened = this.#expect(0)
    this.#worker.postMessage(options)
    try {
      await opened
      return ok(null)
    } catch (error) {
      await this.terminate()
      if (error instanceof RefusalError) return { ok: false, error: error.refusal }
      throw error
    }
  }

  call(op: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#failure !== null) return Promise.reject(new RefusalError(this.#failure))
    this.#lastId += 1
    const answer = this.#expect(this.#lastId)
    const call: RpcCall = { id: this.#lastId, op, args }
    this.#worker.postMessage(call)
    return answer
  }

  /** Ends a thread whose file is not open. */
  async terminate(): Promise<void> {
    this.#closing = true
    await this.#worker.terminate()
  }

  /** Lets the worker finish what it was given, close its file and end. */
  close(): Promise<void> {
    return this.end('close')
  }

  /** The same by another last call. */
  async end(lastCall: string): Promise<void> {
    if (this.#closing || this.#failure !== null) return this.#ended
    const closed = this.call(lastCall, [])
    this.#closing = true
    await closed
    await this.#ended
  }

  #expect(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
    })
  }

  #take(reply: RpcReply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('damaged' in reply) this.#onDamaged()
    if (reply.ok) waiting?.resolve(reply.value)
    else waiting?.reject('refusal' in reply ? new RefusalError(reply.refusal) : new Error(`${this.#name} worker: ${reply.fault}`))
  }

  #fail(reason: string): void {
    if (this.#failure !== null) return
    this.#failure = { code: 'storage-failed', detail: `${this.#name} worker: ${reason}` }
    for (const waiting of this.#waiting.values()) waiting.reject(new RefusalError(this.#failure))
    this.#waiting.clear()
    if (!this.#closing) this.#onFailure({ worker: this.#name, reason })
  }
}
