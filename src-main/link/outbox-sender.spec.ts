import { describe, expect, it, onTestFinished } from 'vitest'
import { systemRandom } from '#shared/kernel/clock.ts'
import { RefusalError, ok, refuse, unwrap } from '#shared/kernel/result.ts'
import type { Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { until } from '#tests/builders/patience.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { OutboxSender } from './outbox-sender.ts'
import type { PlatformClient } from './platform-client.ts'

const MINUTE = 60_000

interface Trials {
  readonly acts?: number
  /** What the platform has no room for. */
  readonly refuses?: (commands: readonly SeatCommand[]) => boolean
}

/** A seat with acts that wait, whose clock stands unless it pauses; `disk.isFull` while nothing can be written down. */
async function aSeat(disk: { isFull: boolean }, { acts = 1, refuses = () => false }: Trials = {}) {
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  onTestFinished(() => db.close())
  for (let n = 1; n <= acts; n += 1) unwrap(await db.ledger.append([aReport(n, n)], null))
  let nowMs = 0
  const sentAt: number[] = []
  const send = (commands: readonly SeatCommand[]) => {
    sentAt.push(nowMs)
    if (refuses(commands)) return Promise.resolve(refuse('too-large'))
    const outcomes = commands.map(({ id }): Outcome => ({ id, result: 'accepted', epoch: 'e', seq: 9, ver: 1 }))
    return Promise.resolve(ok({ outcomes }))
  }
  const recordOutcomes: typeof db.ledger.recordOutcomes = (outcomes) =>
    disk.isFull ? Promise.reject(new RefusalError({ code: 'disk-full' })) : db.ledger.recordOutcomes(outcomes)
  const sender = new OutboxSender({
    client: { send } as unknown as PlatformClient,
    ledger: { ...db.ledger, recordOutcomes },
    clock: { now: () => nowMs, monotonicMs: () => nowMs },
    timers: {
      after: (ms, task) => {
        nowMs += ms
        setImmediate(task)
        return () => undefined
      },
      every: () => () => undefined,
    },
    random: systemRandom,
    onOutcomes: () => Promise.resolve(),
    onFailure: () => undefined,
  })
  onTestFinished(() => sender.stop())
  return { db, sender, sentAt, now: () => nowMs }
}

describe('sending what waits', () => {
  it('asks ever less often while the answers cannot be written down, and is done once they can', async () => {
    const disk = { isFull: true }
    const { db, sender, sentAt, now } = await aSeat(disk)

    sender.wake()
    await until('a minute has passed', () => now() > MINUTE)
    // Half of five seconds at least, once it has doubled that far.
    expect(sentAt.filter((at) => at <= MINUTE).length).toBeLessThanOrEqual(30)

    disk.isFull = false
    await until('the act has left', async () => (await db.ledger.waitingNumbers()).length === 0)
    expect((await db.ledger.commandsAt([1])).map(({ standing }) => standing)).toEqual(['accepted'])
  })

  it('halves what is too large together, and lets one rest that is too large alone', async () => {
    const isTheLarge = ({ s }: SeatCommand): boolean => s === 2
    const refuses = (commands: readonly SeatCommand[]): boolean => commands.length > 3 || commands.some(isTheLarge)
    const { db, sender } = await aSeat({ isFull: false }, { acts: 12, refuses })

    sender.wake()
    await until('the others have left', async () => (await db.ledger.waitingNumbers()).length === 1)

    expect(await db.ledger.waitingNumbers()).toEqual([2])
  })
})
