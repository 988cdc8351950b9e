// Glossary. link: this window's line to the host. generation: number of the host's start; all watches begin again with it.
// gone: no beat for HOST_GONE_MS, or the wire closed; the window says so by itself and keeps trying.
import { Decoder, Encoder } from '@msgpack/msgpack'
import { DOOR_PROTOCOL, HOST_GONE_MS } from '#shared/contracts/frames.ts'
import type { DownFrame, UpFrame, WireRefusal } from '#shared/contracts/frames.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import type { Connect, Transport } from './transport.ts'

export type DeskState = 'connecting' | 'here' | 'gone'

interface Watch {
  readonly op: string
  readonly arg: unknown
  readonly onValue: (value: unknown) => void
  /** The newest read was refused. Values follow when it can be read again, unless that was the host's last word. */
  readonly onRefused: (refusal: WireRefusal) => void
}

export interface DeskLinkOptions {
  readonly connect: Connect
  readonly onState: (state: DeskState) => void
  /** A new generation of the host answered; the host's time at that moment, and what it was built of. */
  readonly onWelcome?: (generation: number, hostTime: number, build: string) => void
  readonly onHostTime?: (hostTime: number) => void
}

const RETRY_MS = 500
const CALL_TIMEOUT_MS = 20_000

const asResult = (error: WireRefusal): Result<never> =>
  refuse(isErrorCode(error.code) ? error.code : 'internal', error.detail ?? undefined)

export class DeskLink {
  readonly #options: DeskLinkOptions
  readonly #encoder = new Encoder({ ignoreUndefined: true })
  readonly #decoder = new Decoder()
  readonly #calls = new Map<number, { settle: (result: Result<unknown>) => void; timer: ReturnType<typeof setTimeout> }>()
  readonly #watches = new Map<number, Watch>()
  #transport: Transport | null = null
  #state: DeskState = 'connecting'
  #nextId = 1
  #deadline: ReturnType<typeof setTimeout> | null = null
  #retry: ReturnType<typeof setTimeout> | null = null
  #closed = false

  constructor(options: DeskLinkOptions) {
    this.#options = options
    this.#open()
  }

  /** A host that is gone is told by its beats; `limitMs` is for an answer that never comes from one that is there. */
  call(op: string, arg: unknown, limitMs = CALL_TIMEOUT_MS): Promise<Result<unknown>> {
    if (this.#state !== 'here') return Promise.resolve(refuse('host-gone', op))
    const id = this.#nextId
    this.#nextId += 1
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#settle(id, refuse('host-gone', op))
      }, limitMs)
      this.#calls.set(id, { settle: resolve, timer })
      this.#send({ t: 'call', id, op, arg })
    })
  }

  /** Watches a topic until the returned function is called; survives restarts of the host. */
  watch(op: string, arg: unknown, onValue: (value: unknown) => void, onRefused: (refusal: WireRefusal) => void): () => void {
    const id = this.#nextId
    this.#nextId += 1
    this.#watches.set(id, { op, arg, onValue, onRefused })
    if (this.#state === 'here') this.#send({ t: 'watch', id, op, arg })
    return () => {
      if (this.#watches.delete(id) && this.#state === 'here') this.#send({ t: 'unwatch', id })
    }
  }

  close(): void {
    this.#closed = true
    this.#lost()
  }

  #open(): void {
    this.#retry = null
    // A late event of an older transport must not disturb the present one.
    let mine: Transport | null = null
    const isMine = (): boolean => mine === null || mine === this.#transport
    mine = this.#options.connect({
      opened: () => {
        if (isMine()) this.#send({ t: 'hello', protocol: DOOR_PROTOCOL })
      },
      frame: (bytes) => {
        if (isMine()) this.#receive(bytes)
      },
      closed: () => {
        if (isMine()) this.#lost()
      },
    })
    this.#transport = mine
    this.#expectBeat()
  }

  #send(frame: UpFrame): void {
    this.#transport?.send(this.#encoder.encode(frame).slice())
  }

  #expectBeat(): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline)
    this.#deadline = setTimeout(() => {
      this.#lost()
    }, HOST_GONE_MS)
  }

  #lost(): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline)
    const transport = this.#transport
    this.#transport = null
    transport?.close()
    this.#setState('gone')
    for (const id of [...this.#calls.keys()]) this.#settle(id, refuse('host-gone'))
    if (this.#closed || this.#retry !== null) return
    this.#retry = setTimeout(() => {
      this.#open()
    }, RETRY_MS)
  }

  #setState(state: DeskState): void {
    if (state === this.#state) return
    this.#state = state
    this.#options.onState(state)
  }

  #receive(bytes: Uint8Array): void {
    this.#expectBeat()
    // Only the host of this very page can speak here; frames are ours by construction.
    const frame = this.#decoder.decode(bytes) as DownFrame
    switch (frame.t) {
      case 'welcome':
        this.#setState('here')
        this.#options.onWelcome?.(frame.generation, frame.time, frame.build)
        for (const [id, watch] of this.#watches) this.#send({ t: 'watch', id, op: watch.op, arg: watch.arg })
        return
      case 'beat':
        this.#options.onHostTime?.(frame.time)
        return
      case 'reply':
        this.#settle(frame.id, frame.ok ? ok(frame.value) : asResult(frame.error))
        return
      case 'value':
        this.#watches.get(frame.id)?.onValue(frame.value)
        this.#send({ t: 'took', id: frame.id, rev: frame.rev })
        return
      case 'trouble':
        this.#watches.get(frame.id)?.onRefused(frame.error)
        return
      case 'refused': {
        const watch = this.#watches.get(frame.id)
        this.#watches.delete(frame.id)
        watch?.onRefused(frame.error)
      }
    }
  }

  #settle(id: number, result: Result<unknown>): void {
    const call = this.#calls.get(id)
    if (call === undefined) return
    this.#calls.delete(id)
    clearTimeout(call.timer)
    call.settle(result)
  }
}
