import type { SeatId } from '#shared/kernel/ids.ts'
import { HEARTBEAT_MS } from '#shared/platform-api/changes.ts'
import type { Timers } from '#shared/kernel/clock.ts'
import type { LedgerApi, LedgerCommand } from '../db/ledger-api.ts'
import { MOST_COMMANDS } from './lines.ts'
import type { OfferLine, OfferRequest, OfferedCommand } from './lines.ts'
import { numbersIn } from './ranges.ts'
import type { LineSink } from './wire.ts'

export interface OfferParts {
  readonly seat: SeatId
  readonly ledger: Pick<LedgerApi, 'waitingNumbers' | 'commandsAt'>
  readonly timers: Timers
  readonly failed: (error: unknown) => void
}

/**
 * One other host reading along: whenever something changes, what it has is compared with what waits, and the difference is told.
 * So nothing depends on what was said before the line broke.
 */
export class Offer {
  readonly #parts: OfferParts
  readonly #sink: LineSink
  readonly #beats: () => void
  #offered = new Set<number>()
  #isRunning = false
  #again = false
  #isOver = false

  private constructor(parts: OfferParts, sink: LineSink) {
    this.#parts = parts
    this.#sink = sink
    this.#beats = parts.timers.every(HEARTBEAT_MS, () => {
      if (!this.#isRunning) void this.#say({ type: 'beat' })
    })
  }

  /** Begins to tell; what goes wrong ends it, and the other host comes again. */
  static open(parts: OfferParts, request: OfferRequest, sink: LineSink): Offer {
    const offer = new Offer(parts, sink)
    void offer.#run(() => offer.#greet(request))
    return offer
  }

  /** Something may wait, or not any more; `waiting`: what does, asked for just now. */
  wake(waiting: Promise<readonly number[]>): void {
    if (this.#isRunning) this.#again = true
    else void this.#run(() => waiting)
  }

  close(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#beats()
    this.#sink.end()
  }

  async #run(first: () => Promise<readonly number[]>): Promise<void> {
    if (this.#isOver) return
    this.#isRunning = true
    try {
      await this.#tellDifference(await first())
      while (this.wasWoken()) {
        this.#again = false
        await this.#tellDifference(await this.#parts.ledger.waitingNumbers())
      }
    } catch (error) {
      this.#parts.failed(error)
      this.close()
    } finally {
      this.#isRunning = false
    }
  }

  // A method, because the field changes while a round awaits.
  wasWoken(): boolean {
    return this.#again && !this.#isOver
  }

  async #greet({ held, head }: OfferRequest): Promise<readonly number[]> {
    const { ledger, seat } = this.#parts
    const mine = head === null ? undefined : (await ledger.commandsAt([head.s]))[0]
    const fresh = head !== null && mine?.command.hash !== head.hash
    if (!fresh) this.#offered = numbersIn(held)
    await this.#say({ type: 'hello', seat, fresh })
    return ledger.waitingNumbers()
  }

  async #tellDifference(numbersWaiting: readonly number[]): Promise<void> {
    const { ledger } = this.#parts
    const waiting = new Set(numbersWaiting)
    for (const numbers of chunksOf(waiting.difference(this.#offered))) {
      const found = (await ledger.commandsAt(numbers)).filter(({ standing }) => standing === 'waiting')
      if (found.length > 0) await this.#say({ type: 'commands', commands: found.map(offered) })
      for (const { command } of found) this.#offered.add(command.s)
    }
    for (const numbers of chunksOf(this.#offered.difference(waiting))) {
      const gone = (await ledger.commandsAt(numbers)).filter(({ standing }) => standing !== 'waiting').map(goneOf)
      if (gone.length > 0) await this.#say({ type: 'gone', gone })
      for (const s of numbers) this.#offered.delete(s)
    }
  }

  async #say(line: OfferLine): Promise<void> {
    if (!this.#isOver) await this.#sink.write(JSON.stringify(line))
  }
}

function offered({ command, personName, no, claim }: LedgerCommand): OfferedCommand {
  return { command, personName, no, claim: claim ?? null }
}

function goneOf({ command: { id, s }, standing, outcome }: LedgerCommand): Extract<OfferLine, { type: 'gone' }>['gone'][number] {
  const isAccepted = standing === 'accepted' && outcome?.result === 'accepted'
  return { id, s, accepted: isAccepted ? { epoch: outcome.epoch, seq: outcome.seq } : null }
}

function* chunksOf(numbers: ReadonlySet<number>): Generator<number[]> {
  const sorted = [...numbers].sort((a, b) => a - b)
  for (let from = 0; from < sorted.length; from += MOST_COMMANDS) yield sorted.slice(from, from + MOST_COMMANDS)
}
