import type { Clock, Random, Timers } from '#shared/kernel/clock.ts'
import type { ErrorCode } from '#shared/kernel/error-codes.ts'
import type { Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import type { LedgerApi } from '../db/ledger-api.ts'
import { backoffMs } from './backoff.ts'
import type { PlatformClient } from './platform-client.ts'
import { SendLoop } from './send-loop.ts'
import type { NextStep } from './send-loop.ts'
import { SendSize } from './send-size.ts'
import { planSend, readOutcomes, restsAfterSilence, whyNothingTaken } from './send-plan.ts'
import type { LaneRests, SendPlan } from './send-plan.ts'

export interface OutboxSenderOptions {
  readonly client: PlatformClient
  readonly ledger: LedgerApi
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  /** Recorded in the ledger already; the cache is told next. */
  readonly onOutcomes: (outcomes: readonly Outcome[]) => Promise<void>
  /** The platform did not take what was sent (why), or did again (null). */
  readonly onRefused?: (code: ErrorCode | null) => void
  readonly onFailure: (where: string, error: unknown) => void
}

const BATCH = 100
/** Commands looked at when lanes rest and the first ones do not fill a batch; more only when none of these may leave. */
const LOOK_AHEAD = 2_000
/** One that is too large for the platform stands in its own lane only. */
const TOO_LARGE_REST_MS = 60_000

/** Sends what waits in the ledger, lane by lane, whenever it is woken and the platform answers. Needs nobody signed in. */
export class OutboxSender {
  readonly #options: OutboxSenderOptions
  #rests: LaneRests = new Map()
  #failures = 0
  #sending: ReadonlySet<string> = new Set()
  readonly #loop: SendLoop
  readonly #size = new SendSize()

  constructor(options: OutboxSenderOptions) {
    this.#options = options
    this.#loop = new SendLoop({
      timers: options.timers,
      step: () => this.#sendBatch(),
      failed: (error) => {
        this.#failures += 1
        options.onFailure('outbox', error)
        return backoffMs(this.#failures, options.random)
      },
    })
  }

  /** Ids on the wire at this moment. */
  get sending(): ReadonlySet<string> {
    return this.#sending
  }

  /** Something new waits, or the platform was heard again. */
  wake(linkIsBack = false): void {
    if (linkIsBack) {
      this.#failures = 0
      this.#rests = restsAfterSilence(this.#rests)
    }
    // What failed is not tried sooner because something new waits.
    this.#loop.wake(this.#failures === 0)
  }

  stop(): Promise<void> {
    return this.#loop.stop()
  }

  async #sendBatch(): Promise<NextStep> {
    const { client, ledger, clock, random } = this.#options
    const now = clock.monotonicMs()
    const plan = await this.#plan(now)
    if (plan.send.length === 0) return plan.nextAt === null ? null : Math.max(1, plan.nextAt - now)
    const send = this.#size.fit(plan.send)
    this.#sending = new Set(send.map(({ id }) => id))
    const sentAt = clock.monotonicMs()
    const reply = await client.send(send, this.#size.patienceMs)
    this.#sending = new Set()
    this.#options.onRefused?.(reply.ok ? whyNothingTaken(reply.value.outcomes) : reply.error.code)
    if (reply.ok) this.#size.answered(send, clock.monotonicMs() - sentAt)
    else this.#size.failed(send, reply.error.code)
    if (!reply.ok && !isTooLargeAlone(send, reply.error.code)) {
      this.#failures += 1
      return backoffMs(this.#failures, random, reply.error.retryAfterMs)
    }
    const outcomes = reply.ok ? reply.value.outcomes : send.map(({ id }) => tooLarge(id))
    const settled = readOutcomes(send, outcomes, this.#rests, clock.monotonicMs(), (failures) =>
      backoffMs(failures, random),
    )
    this.#rests = settled.rests
    let reopened = 0
    for (const { lane, expected } of settled.gaps) reopened += await ledger.reopenLane(lane, expected)
    // What waits again is counted and told to neighbours like what has just been done: the next answer may be long in coming.
    if (settled.outcomes.length + reopened > 0) {
      await ledger.recordOutcomes(settled.outcomes)
      await this.#options.onOutcomes(settled.outcomes)
    }
    // Only now: what this machine could not write down it would send again at once, for as long as its disk is full.
    this.#failures = 0
    return 0
  }

  /** What waits longest mostly fills a batch by itself; reading all that waits each time would take longer than sending it. */
  async #plan(now: number): Promise<SendPlan> {
    const { ledger } = this.#options
    const first = await ledger.unsent(BATCH)
    const plan = planSend(first, this.#rests, now, BATCH)
    if (plan.send.length === BATCH || first.length < BATCH) return plan
    for (let most = LOOK_AHEAD; ; most *= 4) {
      const unsent = await ledger.unsent(most)
      const further = planSend(unsent, this.#rests, now, BATCH)
      if (further.send.length > 0 || unsent.length < most) return further
    }
  }
}

/** Of several that are too large together nothing is known yet; one alone rests, and what is behind it in its lane. */
const isTooLargeAlone = (sent: readonly SeatCommand[], code: ErrorCode): boolean => code === 'too-large' && sent.length === 1

const tooLarge = (id: Outcome['id']): Outcome => ({ id, result: 'retry', code: 'too-large', afterMs: TOO_LARGE_REST_MS })
