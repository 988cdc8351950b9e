import type { Clock } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { HostMessage } from '../host/launch.ts'
import type { HostLaunch, ShellMessage } from '../host/launch.ts'
import type { ChildExit, HallChild } from './child.ts'
import { describeExit } from './child.ts'
import { KeptChild } from './kept-child.ts'
import type { RestartDecision } from './restart-policy.ts'

/** What a shell tells its windows about the host. */
export type HostState =
  | { readonly state: 'starting'; readonly generation: number }
  /** `origin` is null where windows use message ports; with a `trouble` they show the recovery page and nothing else. */
  | { readonly state: 'ready'; readonly generation: number; readonly origin: string | null; readonly trouble?: ErrorCode }
  /** It is being started again. */
  | { readonly state: 'gone'; readonly generation: number; readonly why: string }
  /** It ends again and again; tried again after a minute, for a fault may pass. */
  | { readonly state: 'resting'; readonly generation: number; readonly refusal: Refusal }
  /** Only a person can mend it. */
  | { readonly state: 'given-up'; readonly generation: number; readonly refusal: Refusal }

/** Which window of the wall, and what is wrong with it. */
export type PaneLost = Pick<Extract<HostMessage, { type: 'pane-lost' }>, 'pane' | 'why'>

/** How a key came back. */
export type KeyIsBack = NonNullable<HostLaunch['keyIsBack']>

export interface HostKeeperOptions {
  /** A fresh child; its launch message is sent here. */
  readonly start: (generation: number) => HallChild
  /** Asked for at every start, so that ports and addresses are those of now. */
  readonly launch: () => Promise<Result<HostLaunch>>
  readonly onState: (state: HostState) => void
  /** A window of the wall must be replaced. */
  readonly onPaneLost?: (lost: PaneLost) => void
  /** This machine's key is back, or another one. */
  readonly onDeviceKey?: (key: Buffer, by: KeyIsBack) => void
  readonly clock: Clock
}

const TICK_MS = 1_000
/** Ticks without a sign of life. Counted, not timed: after the machine has slept nobody is killed for having slept too. */
const MISSED_TICKS = 5
/** Until the first 'ready': migrations and rebuilding a cache may take a while. */
const MISSED_TICKS_AT_START = 60
/** Longer than the host's own deadline. */
const STOP_MS = 14_000
/** After it has said why it failed. */
const LEAVE_MS = 3_000

/** Refusals that another start would only meet again, now and in an hour. */
const finalCodes: readonly ErrorCode[] = ['schema-newer', 'sealed-unreadable', 'bad-enrolment', 'body-mismatch']

/** Keeps one host alive: launches it, watches its beat, starts it again with a higher generation unless that is useless. */
export class HostKeeper {
  readonly #options: HostKeeperOptions
  readonly #kept: KeptChild
  readonly #tickets = new Map<number, (ticket: string) => void>()
  #state: HostState = { state: 'starting', generation: 0 }
  #generation = 0
  #missedTicks = 0
  #nextTicket = 1
  #failure: Refusal | null = null
  #watch: NodeJS.Timeout | null = null

  constructor(options: HostKeeperOptions) {
    this.#options = options
    this.#kept = new KeptChild({
      start: () => this.#launch(),
      onRefused: (refusal) => {
        this.#giveUp(refusal)
      },
      clock: options.clock,
      onCrash: (exit, next) => {
        this.#afterCrash(exit, next)
      },
    })
  }

  get state(): HostState {
    return this.#state
  }

  get pid(): number | undefined {
    return this.#kept.child?.pid
  }

  async start(): Promise<void> {
    this.#watch = setInterval(() => {
      this.#tick()
    }, TICK_MS)
    await this.#kept.start()
  }

  /** `ports` go along with a door (Electron). */
  send(message: ShellMessage, ports: readonly unknown[] = []): void {
    this.#kept.child?.send(message, ports)
  }

  /** A single-use ticket for one window; `host-gone` when no host is ready or it does not answer in time. */
  async ticket(window: 'seat' | 'wall', pane: string | null = null, limitMs = 5_000): Promise<Result<string>> {
    if (this.#state.state !== 'ready') return refuse('host-gone')
    const id = this.#nextTicket++
    const { promise, resolve } = Promise.withResolvers<string | null>()
    const late = setTimeout(() => {
      resolve(null)
    }, limitMs)
    this.#tickets.set(id, resolve)
    this.send({ type: 'ticket', id, caller: window, entry: window, pane })
    const ticket = await promise
    clearTimeout(late)
    this.#tickets.delete(id)
    return ticket === null ? refuse('host-gone') : ok(ticket)
  }

  restart(): void {
    this.#kept.killToRestart()
  }

  async stop(): Promise<void> {
    this.#unwatch()
    await this.#kept.stop((child) => {
      child.send({ type: 'stop' } satisfies ShellMessage)
    }, STOP_MS)
  }

  forceStop(): void {
    this.#unwatch()
    this.#kept.forceStop()
  }

  #afterCrash(exit: ChildExit, next: RestartDecision): void {
    this.#tickets.clear()
    const failure = this.#failure
    const generation = this.#generation
    if (failure !== null && finalCodes.includes(failure.code)) this.#giveUp(failure)
    else if (next.do === 'restart') this.#set({ state: 'gone', generation, why: failure?.code ?? describeExit(exit) })
    else this.#set({ state: 'resting', generation, refusal: failure ?? { code: 'host-failing', detail: describeExit(exit) } })
  }

  async #launch(): Promise<Result<HallChild>> {
    const asked = await this.#options.launch()
    if (!asked.ok) return asked
    const launch = asked.value
    this.#generation = launch.generation
    this.#failure = null
    this.#missedTicks = 0
    this.#set({ state: 'starting', generation: launch.generation })
    const child = this.#options.start(launch.generation)
    child.onMessage((message) => {
      this.#hear(child, message)
    })
    child.send(launch)
    return ok(child)
  }

  #hear(child: HallChild, raw: unknown): void {
    const message = HostMessage.safeParse(raw)
    if (!message.success) return
    this.#missedTicks = 0
    const said = message.data
    if (said.type === 'ready') this.#set({ state: 'ready', generation: this.#generation, ...readyOf(said) })
    if (said.type === 'device-key') this.#options.onDeviceKey?.(Buffer.from(said.key, 'base64'), said.by)
    if (said.type === 'pane-lost') this.#options.onPaneLost?.(said)
    if (said.type === 'ticket') this.#tickets.get(said.id)?.(said.ticket)
    if (said.type === 'failed') {
      this.#failure = {
        code: isErrorCode(said.code) ? said.code : 'internal',
        ...(said.detail !== null && { detail: said.detail }),
      }
      setTimeout(() => {
        child.kill()
      }, LEAVE_MS).unref()
    }
  }

  #tick(): void {
    this.#missedTicks += 1
    if (this.#kept.child === null) return
    const limit = this.#state.state === 'ready' ? MISSED_TICKS : MISSED_TICKS_AT_START
    if (this.#missedTicks > limit) this.#kept.killToRestart()
  }

  #giveUp(refusal: Refusal): void {
    this.#unwatch()
    this.#kept.forceStop()
    this.#set({ state: 'given-up', generation: this.#generation, refusal })
  }

  #set(state: HostState): void {
    this.#state = state
    this.#options.onState(state)
  }

  #unwatch(): void {
    if (this.#watch !== null) clearInterval(this.#watch)
  }
}

function readyOf({ origin, trouble }: Extract<HostMessage, { type: 'ready' }>): { origin: string | null; trouble?: ErrorCode } {
  return trouble === null ? { origin } : { origin, trouble: isErrorCode(trouble) ? trouble : 'in-recovery' }
}
