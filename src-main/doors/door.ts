import { contracts } from '#shared/contracts/index.ts'
import type { AnyOperation, AreaContract, Caller } from '#shared/contracts/contract.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import type { Result } from '#shared/kernel/result.ts'
import { DoorConnection } from './door-connection.ts'
import type { CallContext, CallHandler, Handlers, TopicHandler } from './handlers.ts'
import type { Signals } from './signals.ts'
import type { Wire } from './wire.ts'

export interface DoorOptions {
  readonly handlers: Handlers
  readonly signals: Signals
  readonly session: () => SignedIn | null
  readonly clock: Clock
  /** Rises with every start of the host; given by the shell. */
  readonly generation: number
  /** Check replies against their schema too: in tests and development builds. */
  readonly checkReplies: boolean
  readonly onError: (where: string, error: unknown) => void
}

/** An operation with its handler, found by "area.name". */
export type Served =
  | { readonly operation: AnyOperation; readonly call: CallHandler<unknown, unknown> }
  | { readonly operation: AnyOperation; readonly topic: TopicHandler<unknown, unknown> }

/** Joins contract and handlers once; afterwards every call is a map lookup, and no prototype member can be reached. */
export function serveTable(handlers: Handlers): ReadonlyMap<string, Served> {
  const table = new Map<string, Served>()
  for (const [area, operations] of Object.entries(contracts) as [keyof Handlers, AreaContract][]) {
    for (const [name, operation] of Object.entries(operations)) {
      // The cast that every door needs once: HandlersOf ties each handler to its operation's types, and the door
      // only hands over what the operation's schema has proved.
      const handler = (handlers[area] as Record<string, unknown>)[name]
      const served =
        operation.kind === 'topic'
          ? { operation, topic: handler as TopicHandler<unknown, unknown> }
          : { operation, call: handler as CallHandler<unknown, unknown> }
      table.set(`${area}.${name}`, served)
    }
  }
  return table
}

/** The host's side of both doors. Shells hand in wires; every wire speaks the same frames under the same checks. */
export class Door {
  readonly #options: DoorOptions
  readonly #table: ReadonlyMap<string, Served>
  readonly #connections = new Set<DoorConnection>()
  /** The windows of the wall that are open, oldest first. */
  readonly #panes = new Map<Wire, string>()

  constructor(options: DoorOptions) {
    this.#options = options
    this.#table = serveTable(options.handlers)
  }

  /** `caller` and `pane` were proved by the shell (ticket or port), not claimed by the window. */
  accept(wire: Wire, caller: Caller, pane: string | null = null): void {
    if (pane !== null) this.#panes.set(wire, pane)
    const context = (): CallContext => ({
      ...{ caller, pane, session: this.#options.session() },
      isNewest: pane === null || this.#newestOf(pane) === wire,
    })
    const connection = new DoorConnection(wire, caller, context, this.#table, this.#options)
    this.#connections.add(connection)
    wire.onClose(() => {
      this.#panes.delete(wire)
      connection.dispose()
      this.#connections.delete(connection)
    })
  }

  get windows(): number {
    return this.#connections.size
  }

  #newestOf(pane: string): Wire | undefined {
    return [...this.#panes].findLast(([, one]) => one === pane)?.[0]
  }

  close(): void {
    for (const connection of this.#connections) connection.close()
    this.#connections.clear()
    this.#panes.clear()
  }
}

export type HandlerResult = Result<unknown>
