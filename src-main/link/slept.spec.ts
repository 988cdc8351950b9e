import { expect, it, onTestFinished } from 'vitest'
import { systemClock, systemTimers } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLink } from '#tests/builders/a-link.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { until } from '#tests/builders/patience.ts'
import { PlatformServer } from '#tests/fakes/platform-server.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { PlatformClient } from './platform-client.ts'
import { TimeKeeper } from './time-keeper.ts'

it('believes no word of a stream that was open before the machine slept, and opens another', async () => {
  const server = await PlatformServer.start(new TestPlatform('life-1'))
  const streams = (): number => server.asked.filter((path) => path.includes('/v1/changes/stream')).length
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  let sleptMs = 0
  const clock = { ...systemClock, now: () => systemClock.now() + sleptMs }
  const time = new TimeKeeper(clock, 0)
  const link = aLink(db, new PlatformClient(server.url, 'token'), { failed: () => undefined }, { clock, time })
  onTestFinished(async () => {
    await link.stop()
    await db.close()
  })
  await link.start()
  await until('a first word has come', () => time.offsetMs !== null)
  const before = streams()

  sleptMs = 8 * 3_600_000
  expect(time.doubtful).toBe(true)

  await until('a word has come that was said since', () => !time.doubtful)
  expect(streams()).toBe(before + 1)
  expect(link.isOffline).toBe(false)
})

it('sees a clock that is set back and on again before anybody asks the time: the machine may have slept as long', async () => {
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  let setMs = 0
  const clock = { ...systemClock, now: () => systemClock.now() + setMs }
  const time = new TimeKeeper(clock, 0)
  const ticks: (() => void)[] = []
  const every = (_ms: number, task: () => void) => {
    ticks.push(task)
    return () => undefined
  }
  const timers = { ...systemTimers, every }
  const link = aLink(db, new PlatformClient('http://127.0.0.1:9', null), { failed: () => undefined }, { clock, time, timers })
  onTestFinished(async () => {
    await link.stop()
    await db.close()
  })
  await link.start()
  time.hear(clock.now(), 0)

  setMs = -5_000
  for (const tick of ticks) tick()
  setMs = 0

  expect(time.doubtful).toBe(true)
})
