import { DOOR_PROTOCOL, HOST_BEAT_MS, MAX_CALLS } from '#shared/contracts/frames.ts'
import type { DownFrame, UpFrame } from '#shared/contracts/frames.ts'
import type { Caller } from '#shared/contracts/contract.ts'
import { buildId } from '#shared/kernel/build-id.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { decodeUp, encodeDown } from './codec.ts'
import type { DoorOptions, Served } from './door.ts'
import { checkAccess, checkArgument } from './gate.ts'
import type { CallContext } from './handlers.ts'
import { sameBytes } from './same-bytes.ts'
import { Subscription } from './subscription.ts'
import type { Wire } from './wire.ts'

const MAX_TOPICS = 64

type Report = DoorOptions['onError']

/** One window at a door: says hello, then calls and watches until its wire closes. */
export class DoorConnection {
  readonly #wire: Wire
  readonly #caller: Caller
  readonly #context: () => CallContext
  readonly #table: ReadonlyMap<string, Served>
  readonly #options: DoorOptions
  readonly #topics = new Map<number, Subscription>()
  readonly #beat: NodeJS.Timeout
  readonly #unlisten: () => void
  #greeted = false
  #openCalls = 0

  constructor(wire: Wire, caller: Caller, context: () => CallContext, table: ReadonlyMap<string, Served>, options: DoorOptions) {
    this.#wire = wire
    this.#caller = caller
    this.#context = context
    this.#table = table
    this.#options = options
    this.#unlisten = options.signals.listen((signal) => {
      for (const topic of this.#topics.values()) topic.onSignal(signal)
    })
    this.#beat = setInterval(() => {
      if (this.#greeted) this.#send({ t: 'beat', time: options.clock.now() })
    }, HOST_BEAT_MS)
    wire.onFrame((bytes) => {
      this.#receive(bytes)
    })
  }

  dispose(): void {
    clearInterval(this.#beat)
    this.#unlisten()
    for (const topic of this.#topics.values()) topic.end()
    this.#topics.clear()
  }

  close(): void {
    this.dispose()
    this.#wire.close()
  }

  #send(frame: DownFrame): void {
    this.#wire.send(encodeDown(frame))
  }

  #receive(bytes: Uint8Array): void {
    const frame = decodeUp(bytes)
    // Somebody who does not speak our frames is not one of our windows.
    if (!frame.ok || (!this.#greeted && frame.value.t !== 'hello')) {
      this.close()
      return
    }
    this.#dispatch(frame.value)
  }

  #dispatch(frame: UpFrame): void {
    switch (frame.t) {
      case 'hello':
        this.#greeted = true
        this.#send({
          t: 'welcome',
          protocol: DOOR_PROTOCOL,
          generation: this.#options.generation,
          caller: this.#caller,
          time: this.#options.clock.now(),
          build: buildId,
        })
        return
      case 'call':
        void this.#call(frame.id, frame.op, frame.arg)
        return
      case 'watch':
        this.#watch(frame.id, frame.op, frame.arg)
        return
      case 'unwatch':
        this.#topics.get(frame.id)?.end()
        this.#topics.delete(frame.id)
        return
      case 'took':
        this.#topics.get(frame.id)?.took(frame.rev)
    }
  }

  async #call(id: number, op: string, raw: unknown): Promise<void> {
    if (this.#openCalls >= MAX_CALLS) {
      this.#reply(id, refuse('too-many-calls', op))
      return
    }
    this.#openCalls += 1
    const result = await this.#answer(op, raw)
    this.#openCalls -= 1
    this.#reply(id, result)
  }

  async #answer(op: string, raw: unknown): Promise<Result<unknown>> {
    const served = this.#table.get(op)
    if (served === undefined || !('call' in served)) return refuse('unknown-operation', op)
    return this.#guarded(op, served, raw, (argument, context) => served.call(argument, context))
  }

  #watch(id: number, op: string, raw: unknown): void {
    const served = this.#table.get(op)
    if (served === undefined || !('topic' in served)) {
      this.#send({ t: 'refused', id, error: { code: 'unknown-operation', detail: op } })
      return
    }
    if (this.#topics.size >= MAX_TOPICS || this.#topics.has(id)) {
      this.#send({ t: 'refused', id, error: { code: 'too-many-calls', detail: op } })
      return
    }
    let last: Uint8Array | null = null
    // In trouble it is read again and again: what is wrong stands in the log once.
    let logged: string | null = null
    const report: Report = (where, error) => {
      if (logged !== String(error)) this.#options.onError(where, error)
      logged = String(error)
    }
    const subscription = new Subscription(id, served.topic.watches, {
      read: async () => {
        const result = await this.#guarded(op, served, raw, (argument, context) => served.topic.read(argument, context), report)
        if (result.ok) logged = null
        return result
      },
      send: (frame, onlyIfChanged) => {
        const value = encodeDown(frame.t === 'value' ? { ...frame, rev: 0 } : frame)
        if (onlyIfChanged && last !== null && sameBytes(last, value)) return false
        last = value
        this.#send(frame)
        return true
      },
      ended: () => {
        this.#topics.delete(id)
      },
    })
    this.#topics.set(id, subscription)
  }

  async #guarded(
    op: string,
    served: Served,
    raw: unknown,
    run: (argument: unknown, context: CallContext) => Promise<Result<unknown>>,
    report: Report = this.#options.onError,
  ): Promise<Result<unknown>> {
    const context = this.#context()
    const allowed = checkAccess(served.operation, context)
    if (!allowed.ok) return allowed
    const argument = checkArgument(served.operation, raw)
    if (!argument.ok) return argument
    try {
      const result = await run(argument.value, context)
      if (result.ok && this.#options.checkReplies) served.operation.out.parse(result.value)
      return result
    } catch (error) {
      report(op, error)
      return refuse('internal', op)
    }
  }

  #reply(id: number, result: Result<unknown>): void {
    if (result.ok) this.#send({ t: 'reply', id, ok: true, value: result.value ?? null })
    else this.#send({ t: 'reply', id, ok: false, error: result.error })
  }
}
