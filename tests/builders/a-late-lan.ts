import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { Signals } from '#main/doors/signals.ts'
import { HallLan } from '#main/features/lan/index.ts'
import { PlatformClient } from '#main/link/platform-client.ts'
import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import { aReport } from './a-command.ts'
import { aDataFolder } from './a-folder.ts'
import { aHallOf, LanHost } from './a-lan-host.ts'
import { aLink } from './a-link.ts'
import { SOON } from './patience.ts'

/** Another program has a port of this machine until it is ended. */
export async function aTakenPort(): Promise<{ port: number; free: () => Promise<void> }> {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const free = (): Promise<void> => new Promise((resolve) => other.close(() => resolve()))
  onTestFinished(free)
  return { port: (other.address() as AddressInfo).port, free }
}

/** Seat 2, which knows an act of seat 1 from a former start; its timers run when the test says so. */
export async function aSecondSeat(port: number) {
  const [one, two] = await Promise.all([LanHost.open('1'), LanHost.open('2')])
  await aHallOf(one, two)
  await one.do(aReport(1))
  await expect.poll(async () => (await two.db.ledger.neighbours()).length, SOON).toBe(1)
  await two.feed({ kind: 'device', id: '1', ver: 1, row: { ...one.row } })
  await two.lan.stop()
  const client = new PlatformClient('http://127.0.0.1:1', null)
  const failures: string[] = []
  const failed = (where: string, error: unknown): void => void failures.push(`${where}: ${String(error)}`)
  const waiting = new Set<() => void>()
  const lan = await HallLan.open({
    ...{ seat: two.seat, dataDir: aDataFolder(), deviceKey: Buffer.alloc(32), address: '127.0.0.1', port, relayOrder: 1 },
    ...{ db: two.db, client, link: aLink(two.db, client, { failed }), signals: new Signals(), clock: systemClock },
    ...{ random: systemRandom, now: () => Date.now(), cacheChanged: () => undefined, failed },
    timers: {
      every: systemTimers.every,
      after: (_, task) => {
        waiting.add(task)
        return () => void waiting.delete(task)
      },
    },
  })
  const passTime = (): void => {
    for (const task of [...waiting]) {
      waiting.delete(task)
      task()
    }
  }
  return { lan, db: two.db, failures, waiting, passTime }
}
