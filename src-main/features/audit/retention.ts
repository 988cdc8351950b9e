import type { Timers } from '#shared/kernel/clock.ts'
import type { LedgerApi } from '../../db/ledger-api.ts'
import { cutPoint, keptSince } from './month-cut.ts'
import { readExported } from './exported.ts'

const LOOK_EVERY_MS = 6 * 3_600_000
const FIRST_LOOK_MS = 60_000

export interface RetentionPorts {
  readonly ledger: LedgerApi
  readonly timers: Timers
  /** The hall's time, epoch ms; null before the platform has said it in this run: a wall clock may be years ahead. */
  readonly now: () => number | null
  readonly zoneOffsetMinutes: () => number
  /** Number of the newest audit entry the platform has anchored; 0: none, or not known. */
  readonly anchoredTo: () => Promise<number>
  readonly failed: (error: unknown) => void
}

/** Keeps twelve months of the trail here. What is older leaves only when it stands in a signed export and is anchored. */
export class Retention {
  readonly #ports: RetentionPorts
  readonly #stops: (() => void)[] = []

  constructor(ports: RetentionPorts) {
    this.#ports = ports
  }

  start(): void {
    const look = (): void => {
      this.run().catch(this.#ports.failed)
    }
    this.#stops.push(this.#ports.timers.after(FIRST_LOOK_MS, look), this.#ports.timers.every(LOOK_EVERY_MS, look))
  }

  stop(): void {
    for (const stop of this.#stops) stop()
  }

  /** How many entries were taken off the front. */
  async run(): Promise<number> {
    const { ledger, zoneOffsetMinutes, anchoredTo } = this.#ports
    const now = this.#ports.now()
    if (now === null) return 0
    const olderThan = await ledger.auditOlderThan(keptSince(now, zoneOffsetMinutes()))
    const upTo = cutPoint({ olderThan, exportedTo: await readExported(ledger), anchoredTo: await anchoredTo() })
    const { first } = await ledger.auditEnds()
    if (upTo < first || first === 0) return 0
    return ledger.cutAudit(upTo, {
      at: now,
      person: null,
      post: null,
      what: 'audit.cut',
      subject: String(upTo),
      result: 'ok',
      detail: null,
    })
  }
}
