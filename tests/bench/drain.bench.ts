// What has piled up at a seat while the line was down, sent and confirmed: by the product's own sender out of the ledger, and by
// a loop that posts as many ready-made commands and keeps nothing.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { HallDb } from '#main/db/hall-db.ts'
import { openHallDb } from '#main/db/open.ts'
import { OutboxSender } from '#main/link/outbox-sender.ts'
import { PlatformClient } from '#main/link/platform-client.ts'
import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import { newCaseId, newCmdId } from '#shared/kernel/ids.ts'
import type { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aCommand, aReport } from '../builders/a-command.ts'
import { freshDatabase, startTestPostgres } from '../builders/test-postgres.ts'
import type { Seat } from '../contracts/platform/seat.ts'
import { startPlatformProcess } from './feed/platform-process.ts'
import { benchLine, compareRounds, timeMs } from './harness.ts'
import type { Bench, BenchContext, BenchLine } from './harness.ts'

const COMMANDS = 1_000
const QUICK_COMMANDS = 100
const CASES = 50
/** As many as the sender puts into one request. */
const BATCH = 100
const DAY = '20261116'

/** A seat whose commands wait in a real ledger, and the sender that empties it. */
class QueueingSeat {
  readonly #db: HallDb
  readonly #sender: OutboxSender
  #cases: CaseId[] = []
  #settled = 0
  #whenSettled: (() => void) | null = null
  #expected = 0

  private constructor(db: HallDb, url: string, token: string) {
    this.#db = db
    this.#sender = new OutboxSender({
      client: new PlatformClient(url, token),
      ledger: db.ledger,
      clock: systemClock,
      timers: systemTimers,
      random: systemRandom,
      onOutcomes: async (outcomes) => {
        await db.cacheWriter.settle(outcomes)
        if (!outcomes.every(({ result }) => result === 'accepted')) throw new Error(JSON.stringify(outcomes.slice(0, 2)))
        this.#settled += outcomes.length
        if (this.#settled >= this.#expected) this.#whenSettled?.()
      },
      onFailure: (where, error) => {
        throw new Error(where, { cause: error })
      },
    })
  }

  static async open(folder: string, url: string, seat: Seat): Promise<QueueingSeat> {
    mkdirSync(folder, { mode: 0o700 })
    const db = unwrap(await openHallDb({ dataDir: folder, seat: seat.seat, lastS: 0, readers: 1 }))
    const opened = new QueueingSeat(db, url, seat.token ?? '')
    const leased = await seat.post<{ blocks: { day: string; district: string; from: number; to: number }[] }>('/v1/numbers', {
      days: [DAY],
      count: CASES,
    })
    await db.ledger.addBlocks(leased.body.blocks)
    await opened.#openCases()
    return opened
  }

  async #openCases(): Promise<void> {
    const reports = []
    for (let n = 0; n < CASES; n += 1) {
      const no: CaseNo | null = await this.#db.ledger.takeNumber(DAY)
      if (no === null) throw new Error('no numbers')
      reports.push({ ...aReport(1, 1, { no, classCode: 'E0110' }), ...fresh(), at: Date.now() })
    }
    this.#cases = reports.map(({ caseId }) => caseId)
    await this.#append(reports)
    await this.drain()
  }

  /** Notes on many cases, in one deed: they wait. */
  async queue(count: number): Promise<void> {
    const notes = Array.from({ length: count }, (_, n) => ({
      ...aCommand(1, 'note', 1, { base: null }),
      ...fresh(),
      caseId: this.#cases[n % CASES] ?? newCaseId(systemClock, systemRandom),
      at: Date.now(),
    }))
    await this.#append(notes)
  }

  async #append(commands: Parameters<HallDb['ledger']['append']>[0]): Promise<void> {
    await this.#db.cacheWriter.overlay(unwrap(await this.#db.ledger.append(commands, null)))
    this.#expected += commands.length
  }

  drain(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#whenSettled = resolve
    this.#sender.wake()
    return promise
  }

  async close(): Promise<void> {
    await this.#sender.stop()
    if ((await this.#db.ledger.unsent(1)).length > 0) throw new Error('something was not sent')
    await this.#db.close()
  }
}

const fresh = () => ({ id: newCmdId(systemClock, systemRandom), caseId: newCaseId(systemClock, systemRandom) })

/** Posts ready-made commands, a batch at a time, over one kept connection. */
async function bareLoop(seat: Seat, commands: readonly unknown[]): Promise<void> {
  for (let from = 0; from < commands.length; from += BATCH) {
    const { body } = await seat.submit(...commands.slice(from, from + BATCH))
    if (!body.outcomes.every(({ result }) => result === 'accepted')) throw new Error(JSON.stringify(body.outcomes[0]))
  }
}

async function run({ isQuick, rounds, scratch, say }: BenchContext): Promise<BenchLine> {
  const count = isQuick ? QUICK_COMMANDS : COMMANDS
  const postgres = await startTestPostgres()
  const platform = await startPlatformProcess(mkdtempSync(join(scratch, 'platform-')), await freshDatabase(postgres))
  try {
    const ours = await QueueingSeat.open(join(scratch, 'seat'), platform.url, await platform.enrol('1'))
    const peer = await platform.enrol('2')
    const cases = Array.from({ length: CASES }, () => peer.newCase())
    await bareLoop(peer, await inTurn(cases, (caseId) => peer.report(caseId)))
    const medians = await compareRounds(
      rounds,
      async () => {
        await ours.queue(count)
        return timeMs(() => ours.drain())
      },
      async () => {
        const notes = Array.from({ length: count }, (_, n) => peer.say(cases[n % CASES] ?? '', 'note'))
        return timeMs(() => bareLoop(peer, notes))
      },
    )
    await ours.close()
    say(`${String(count)} commands: ${medians.ours.toFixed(0)} ms, bare loop ${medians.other.toFixed(0)} ms`)
    return benchLine({ name: 'drain', unit: 'ms', ours: medians.ours, peer: medians.other, target: { atMost: 1.5 } })
  } finally {
    await platform.stop()
    await postgres.stop()
  }
}

async function inTurn<T, R>(of: readonly T[], make: (one: T) => Promise<R>): Promise<R[]> {
  const made: R[] = []
  for (const one of of) made.push(await make(one))
  return made
}

export const bench: Bench = {
  name: 'drain',
  describe:
    '1,000 commands out of a ledger, sent and confirmed in ledger and cache; peer: a bare HTTP loop of as many in equal batches',
  run,
}
