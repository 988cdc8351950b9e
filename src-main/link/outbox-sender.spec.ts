import { describe, expect, it, onTestFinished } from 'vitest'
import { systemRandom } from '#shared/kernel/clock.ts'
import { RefusalError, ok, unwrap } from '#shared/kernel/result.ts'
import type { Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { until } from '#tests/builders/patience.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { OutboxSender } from './outbox-sender.ts'
import type { PlatformClient } from './platform-client.ts'

const MINUTE = 60_000

/** A seat with one act that waits, whose clock stands unless it pauses; `disk.isFull` while nothing can be written down. */
async function aSeat(disk: { isFull: boolean }) {
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  onTestFinished(() => db.close())
  unwrap(await db.ledger.append([aReport(1)], null))
  let nowMs = 0
  const sentAt: number[] = []
  const send = (commands: readonly SeatCommand[]) => {
    sentAt.push(nowMs)
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
})
