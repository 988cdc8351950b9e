import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { Caller } from '#shared/contracts/contract.ts'
import { Door } from '../doors/door.ts'
import type { Handlers } from '../doors/handlers.ts'
import { portWire } from '../doors/port-wire.ts'
import type { PortLike } from '../doors/port-wire.ts'
import type { Signals } from '../doors/signals.ts'
import { Tickets } from '../doors/tickets.ts'
import { openWebDoor } from '../doors/web-door.ts'
import type { WebDoor } from '../doors/web-door.ts'
import type { HostLaunch } from './launch.ts'
import type { Log } from './log.ts'

/** What is served instead of everything else, until a person has decided. */
export interface RecoveryDesk {
  /** Why: the shell says it to whoever started it. */
  readonly trouble: ErrorCode
  readonly handlers: Handlers
  readonly signals: Signals
  close(): Promise<void>
}

interface Parts {
  readonly desk: RecoveryDesk
  readonly door: Door
  readonly web: WebDoor | null
  readonly tickets: Tickets
  readonly clock: NodeJS.Timeout
}

const CLOCK_SIGNAL_MS = 15_000

/** Instead of the host of every day while its files cannot be trusted or opened: the same doors, behind them recovery alone. */
export class RecoveryHost {
  readonly #parts: Parts

  private constructor(parts: Parts) {
    this.#parts = parts
  }

  static async open(launch: HostLaunch, log: Log, desk: RecoveryDesk): Promise<RecoveryHost> {
    const door = new Door({
      handlers: desk.handlers,
      signals: desk.signals,
      session: () => null,
      clock: systemClock,
      generation: launch.generation,
      checkReplies: launch.checkReplies,
      onError: (where, error) => {
        log.error(where, error)
      },
    })
    const tickets = new Tickets(Buffer.from(launch.web?.secret ?? systemRandom.bytes(32).toString(), 'base64'), systemClock)
    const { web: page } = launch
    const web = page === null ? null : await openWebDoor({ door, tickets, rendererDir: page.rendererDir, port: page.port })
    const clock = setInterval(() => {
      desk.signals.raise('clock')
    }, CLOCK_SIGNAL_MS)
    return new RecoveryHost({ desk, door, web, tickets, clock })
  }

  get origin(): string | null {
    return this.#parts.web?.origin ?? null
  }

  get trouble(): ErrorCode {
    return this.#parts.desk.trouble
  }

  acceptPort(port: PortLike, caller: Caller, pane: string | null): void {
    this.#parts.door.accept(portWire(port), caller, pane)
  }

  mintTicket(caller: Caller, entry: string, pane: string | null): string {
    return this.#parts.tickets.mintTicket(caller, entry, pane)
  }

  /** Walls show one calm line; where they hang does not matter to it. */
  setDisplays(): void {
    return undefined
  }

  async stop(): Promise<void> {
    const { clock, door, web, desk } = this.#parts
    clearInterval(clock)
    door.close()
    await web?.close()
    await desk.close()
  }
}
