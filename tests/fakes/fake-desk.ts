// A host that says what the spec tells it to, spoken to through the real typed client of the windows.
import { createPinia } from 'pinia'
import type { App, Plugin } from 'vue'
import type { AreaName, CallsOf, Contracts, TopicsOf } from '#shared/contracts/index.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { createDesk } from '#renderer/desk/desk.ts'
import type { Desk } from '#renderer/desk/desk.ts'
import type { DeskLink } from '#renderer/desk/desk-link.ts'
import { provideDesk } from '#renderer/desk/index.ts'
import { i18n } from '#renderer/i18n/index.ts'

type Calls = CallsOf<Contracts>
type Topics = TopicsOf<Contracts>
type CallName<A extends AreaName> = keyof Calls[A] & string
type TopicName<A extends AreaName> = keyof Topics[A] & string
type CallOf<A extends AreaName, N extends CallName<A>> = Calls[A][N] extends (arg: infer Arg) => infer Reply
  ? (arg: Arg) => Reply
  : never
type ArgOf<A extends AreaName, N extends CallName<A>> = Calls[A][N] extends (arg: infer Arg) => unknown ? Arg : never
type ValueOf<A extends AreaName, N extends TopicName<A>> = Topics[A][N] extends (
  arg: infer _Arg,
  onValue: (value: infer Value) => void,
  ...rest: infer _Rest
) => unknown
  ? Value
  : never

type TopicArg<A extends AreaName, N extends TopicName<A>> = Topics[A][N] extends (arg: infer Arg, ...rest: infer _Rest) => unknown
  ? Arg
  : never

interface Watcher {
  readonly arg: unknown
  readonly onValue: (value: unknown) => void
  readonly onRefused: (refusal: { code: string; detail?: string }) => void
}

export class FakeDesk {
  readonly desk: Desk
  readonly #answers = new Map<string, (arg: unknown) => Promise<Result<unknown>>>()
  readonly #asked = new Map<string, unknown[]>()
  readonly #watchers = new Map<string, Set<Watcher>>()
  readonly #told = new Map<string, unknown>()
  readonly #served = new Map<string, (arg: unknown) => unknown>()

  constructor() {
    const link = {
      call: (op: string, arg: unknown): Promise<Result<unknown>> => {
        this.#asked.set(op, [...(this.#asked.get(op) ?? []), arg])
        return this.#answers.get(op)?.(arg) ?? Promise.resolve(refuse('unknown-operation', op))
      },
      watch: (op: string, arg: unknown, onValue: Watcher['onValue'], onRefused: Watcher['onRefused']): (() => void) =>
        this.#watch(op, { arg, onValue, onRefused }),
    }
    // The client needs these two members of its link and no other.
    this.desk = createDesk(link as unknown as DeskLink)
  }

  /** How a query or command is answered from now on; unanswered ones are refused as unknown. */
  answer<A extends AreaName, N extends CallName<A>>(area: A, name: N, reply: CallOf<A, N>): this {
    // Kept by name; `asked` and the client hand the argument of that very operation back in.
    this.#answers.set(`${area}.${name}`, reply as unknown as (arg: unknown) => Promise<Result<unknown>>)
    return this
  }

  /** How it is answered now, to be given back with {@link answer} later. */
  replyTo<A extends AreaName, N extends CallName<A>>(area: A, name: N): CallOf<A, N> {
    const reply = this.#answers.get(`${area}.${name}`) ?? (() => Promise.resolve(refuse('unknown-operation', name)))
    // As for `answer`: it was kept under this very name.
    return reply as unknown as CallOf<A, N>
  }

  /** Arguments of all calls of an operation so far. */
  asked<A extends AreaName, N extends CallName<A>>(area: A, name: N): readonly ArgOf<A, N>[] {
    return (this.#asked.get(`${area}.${name}`) ?? []) as ArgOf<A, N>[]
  }

  /** A snapshot for all who watch a topic now and for all who begin to. */
  tell<A extends AreaName, N extends TopicName<A>>(area: A, name: N, value: ValueOf<A, N>): this {
    this.#told.set(`${area}.${name}`, value)
    for (const { onValue } of this.#watchers.get(`${area}.${name}`) ?? []) onValue(value)
    return this
  }

  /** Snapshots that depend on what is watched, worked out afresh on subscribing and on {@link refresh}. */
  serve<A extends AreaName, N extends TopicName<A>>(area: A, name: N, valueOf: (arg: TopicArg<A, N>) => ValueOf<A, N>): this {
    // As for `answer`: only watches of that very topic get here.
    this.#served.set(`${area}.${name}`, valueOf as unknown as (arg: unknown) => unknown)
    return this
  }

  /** Something has changed: all served topics are told again. */
  refresh(): void {
    for (const [op, valueOf] of this.#served) for (const { arg, onValue } of this.#watchers.get(op) ?? []) onValue(valueOf(arg))
  }

  /** Ends all watches of a topic the way the host does, as when a session is locked. */
  refuse<A extends AreaName, N extends TopicName<A>>(area: A, name: N, code: string): this {
    const ended = [...(this.#watchers.get(`${area}.${name}`) ?? [])]
    this.#watchers.delete(`${area}.${name}`)
    for (const { onRefused } of ended) onRefused({ code })
    return this
  }

  /** Says that a topic cannot be read now, the way the host does: its watches go on. */
  trouble<A extends AreaName, N extends TopicName<A>>(area: A, name: N, code: string): this {
    for (const { onRefused } of this.#watchers.get(`${area}.${name}`) ?? []) onRefused({ code })
    return this
  }

  /** Arguments of the watches that are open now. */
  watched<A extends AreaName, N extends TopicName<A>>(area: A, name: N): readonly unknown[] {
    return [...(this.#watchers.get(`${area}.${name}`) ?? [])].map(({ arg }) => arg)
  }

  /** Everything a component of a window needs around it; for `global.plugins` of a mount. */
  plugins(): (Plugin | typeof i18n)[] {
    return [createPinia(), i18n, { install: (app: App) => provideDesk(app, this.desk) }]
  }

  #watch(op: string, watcher: Watcher): () => void {
    const watchers = this.#watchers.get(op) ?? new Set()
    this.#watchers.set(op, watchers.add(watcher))
    const served = this.#served.get(op)
    if (served !== undefined) watcher.onValue(served(watcher.arg))
    else if (this.#told.has(op)) watcher.onValue(this.#told.get(op))
    return () => this.#watchers.get(op)?.delete(watcher)
  }
}
