import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { Caller } from '#shared/contracts/contract.ts'
import type { CacheReaderApi } from '../db/cache-api.ts'
import type { GuardApi } from '../db/guard-api.ts'
import { openGuard, openRoster } from '../db/open-guard.ts'
import { Door } from '../doors/door.ts'
import { portWire } from '../doors/port-wire.ts'
import type { PortLike } from '../doors/port-wire.ts'
import { Signals } from '../doors/signals.ts'
import { Tickets } from '../doors/tickets.ts'
import { openWebDoor } from '../doors/web-door.ts'
import type { WebDoor } from '../doors/web-door.ts'
import { KeyRing, readKey, Sealer } from '../features/personal/index.ts'
import { LeaderCheck, recoveryHandlers, RecoveryService } from '../features/recovery/index.ts'
import { PlatformClient } from '../link/platform-client.ts'
import type { Device } from './device-store.ts'
import type { HostLaunch } from './launch.ts'
import type { Log } from './log.ts'
import { onLostThread } from './lost-thread.ts'
import type { Leave } from './lost-thread.ts'

interface Ground {
  readonly launch: HostLaunch
  readonly log: Log
  readonly device: Device
  /** Why the ledger was not opened. */
  readonly trouble: Refusal
  readonly leave: Leave
}

interface Parts {
  readonly guard: GuardApi
  readonly roster: CacheReaderApi | null
  readonly door: Door
  readonly web: WebDoor | null
  readonly tickets: Tickets
  readonly clock: NodeJS.Timeout
}

const CLOCK_SIGNAL_MS = 15_000

/** Instead of the host of every day while its ledger cannot be trusted: the same doors, and behind them recovery alone. */
export class RecoveryHost {
  readonly #parts: Parts

  private constructor(parts: Parts) {
    this.#parts = parts
  }

  static async start({ launch, log, device, trouble, leave }: Ground): Promise<Result<RecoveryHost>> {
    const onFailure = onLostThread(log, leave)
    const guard = await openGuard({ dataDir: launch.dataDir, seat: launch.seat, lock: true }, onFailure)
    if (!guard.ok) return guard
    log.info(`recovery: ${trouble.code} ${trouble.detail ?? ''}`)
    const roster = await openRoster(launch.dataDir, onFailure)
    const signals = new Signals()
    const client = new PlatformClient(launch.platformUrl, device.token, { ca: launch.platformCa })
    const keys = device.hallKey === null ? [] : [device.hallKey, ...device.olderKeys]
    const sealer = new Sealer(new KeyRing(keys.map(readKey), device.hallKey?.id ?? null))
    const service = new RecoveryService({
      ...{ seat: launch.seat, trouble, guard: guard.value, client, hasRoster: roster !== null, clock: systemClock },
      leave: () => leave(null),
      leaders: new LeaderCheck({ roster, client, sealer, guard: guard.value, clock: systemClock }),
      changed: () => {
        signals.raise('recovery')
      },
    })
    const door = new Door({
      handlers: recoveryHandlers(service),
      signals,
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
      signals.raise('clock')
    }, CLOCK_SIGNAL_MS)
    return ok(new RecoveryHost({ guard: guard.value, roster, door, web, tickets, clock }))
  }

  get origin(): string | null {
    return this.#parts.web?.origin ?? null
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
    const { clock, door, web, roster, guard } = this.#parts
    clearInterval(clock)
    door.close()
    await web?.close()
    await roster?.close()
    await guard.close()
  }
}
