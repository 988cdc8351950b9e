import type { Clock } from '#shared/kernel/clock.ts'
import { isErrorCode } from '#shared/kernel/error-codes.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import type { HallChild } from './child.ts'
import { describeExit } from './child.ts'
import { FillingLine } from './filling.ts'
import type { Filling } from './filling.ts'
import { KeptChild } from './kept-child.ts'
import { PastLine } from './past.ts'
import type { Past } from './past.ts'

const PlatformLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('platform-ready'), url: z.url(), departmentUrl: z.url().nullable().default(null), pid: z.int() }),
  FillingLine,
  PastLine,
  z.object({ type: z.literal('platform-refused'), code: z.string(), detail: z.string().nullable() }),
])

export type PlatformState =
  | { readonly state: 'starting' }
  /** `departmentUrl`: the page for departments, where it came with the platform. */
  | { readonly state: 'ready'; readonly url: string; readonly departmentUrl: string | null }
  | { readonly state: 'gone'; readonly why: string }
  /** Tried again after a minute; seats work on offline meanwhile. */
  | { readonly state: 'resting'; readonly refusal: Refusal }

export interface PlatformKeeperOptions {
  readonly start: () => Promise<HallChild>
  readonly onState: (state: PlatformState) => void
  /** An empty hall is being filled. */
  readonly onFilling: (filling: Filling) => void
  /** The past of its town is being written. */
  readonly onPast: (past: Past) => void
  readonly clock: Clock
}

/** Longer than the platform's own deadline for stopping PostgreSQL in order. */
const STOP_MS = 25_000

/** Keeps the embedded platform alive. It is never killed for being slow or stopped: seats must be able to live with that. */
export class PlatformKeeper {
  readonly #options: PlatformKeeperOptions
  readonly #kept: KeptChild
  #state: PlatformState = { state: 'starting' }
  #refusal: Refusal | null = null

  constructor(options: PlatformKeeperOptions) {
    this.#options = options
    this.#kept = new KeptChild({
      start: () => this.#start(),
      onRefused: (refusal) => {
        this.#set({ state: 'resting', refusal })
      },
      clock: options.clock,
      onCrash: (exit, next) => {
        const refusal = this.#refusal ?? { code: 'platform-failing', detail: describeExit(exit) }
        if (next.do === 'restart') this.#set({ state: 'gone', why: refusal.detail ?? refusal.code })
        else this.#set({ state: 'resting', refusal })
      },
    })
  }

  get state(): PlatformState {
    return this.#state
  }

  get pid(): number | undefined {
    return this.#kept.child?.pid
  }

  start(): Promise<void> {
    return this.#kept.start()
  }

  async stop(): Promise<void> {
    await this.#kept.stop((child) => {
      child.end()
    }, STOP_MS)
  }

  forceStop(): void {
    this.#kept.forceStop()
  }

  async #start(): Promise<Result<HallChild>> {
    this.#refusal = null
    this.#set({ state: 'starting' })
    const child = await this.#options.start()
    child.onLine((line) => {
      this.#hear(line)
    })
    return ok(child)
  }

  #hear(line: string): void {
    const said = PlatformLine.safeParse(parseLine(line))
    if (!said.success) return
    switch (said.data.type) {
      case 'platform-ready':
        this.#set({ state: 'ready', url: said.data.url, departmentUrl: said.data.departmentUrl })
        break
      case 'platform-filling':
        this.#options.onFilling(said.data)
        break
      case 'platform-history':
        this.#options.onPast(said.data)
        break
      case 'platform-refused': {
        const { code, detail } = said.data
        this.#refusal = { code: isErrorCode(code) ? code : 'platform-failing', ...(detail !== null && { detail }) }
      }
    }
  }

  #set(state: PlatformState): void {
    this.#state = state
    this.#options.onState(state)
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    // Words of a library on standard output are not ours to read.
    if (error instanceof SyntaxError) return null
    throw error
  }
}
