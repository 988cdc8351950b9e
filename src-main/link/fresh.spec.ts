// 截至: the time a window shows beside its data may only be one at which it held everything the platform had said.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLink } from '#tests/builders/a-link.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { until } from '#tests/builders/patience.ts'
import { PlatformServer } from '#tests/fakes/platform-server.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import type { LinkService } from './link-service.ts'
import { PlatformClient } from './platform-client.ts'

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9'

async function aSeat(url: string, dataDir = aDataFolder()) {
  const db = unwrap(await openHallDbInProcess({ dataDir, seat: '1', lastS: 0, readers: 1 }))
  const link = aLink(db, new PlatformClient(url, 'token'), { failed: () => undefined })
  let isOver = false
  const stop = async (): Promise<void> => {
    if (isOver) return
    isOver = true
    await link.stop()
    await db.close()
  }
  onTestFinished(stop)
  await link.start()
  return { link, dataDir, stop, freshAt: () => link.status().freshAt }
}
const hasBeaten = (link: LinkService, after: number) => () => (link.status().lastContactAt ?? 0) > after
const aDepartment = (id: string) => ({ id, name: id, phone: null, duties: [], external: false })

it('stands still while rows are still to come, however often the platform beats', async () => {
  const server = await PlatformServer.start(new TestPlatform('life-1'))
  const { link, freshAt } = await aSeat(server.url)
  await until('normal', () => link.status().rung === 'normal')
  server.holdsPages = true
  server.platform.put('department', 'late', aDepartment('late'))
  await until('it has heard of more', () => link.status().behind === 1)
  const before = freshAt()

  await until('it beats on', hasBeaten(link, (link.status().lastContactAt ?? 0) + 1_000))
  expect(freshAt()).toBe(before)
  expect(before).not.toBeNull()

  server.holdsPages = false
  await until('it has read on', () => (freshAt() ?? 0) > (before ?? 0))
})

it('is known at a start without a line', async () => {
  const server = await PlatformServer.start(new TestPlatform('life-1'))
  const first = await aSeat(server.url)
  const startedAt = Date.now()
  await until('normal', () => first.link.status().rung === 'normal')
  await first.stop()
  const stoppedAt = Date.now()

  const second = await aSeat(NOWHERE, first.dataDir)

  expect(second.freshAt()).toBeGreaterThanOrEqual(startedAt)
  expect(second.freshAt()).toBeLessThanOrEqual(stoppedAt)
})

it('is not known of an older copy of the cache', async () => {
  const server = await PlatformServer.start(new TestPlatform('life-1'))
  const first = await aSeat(server.url)
  await until('normal', () => first.link.status().rung === 'normal')
  await first.stop()
  const { dataDir } = first
  copyFileSync(join(dataDir, 'cache.db'), join(dataDir, 'kept'))
  server.platform.put('department', 'late', aDepartment('late'))
  const second = await aSeat(server.url, dataDir)
  await until('it has read on', () => second.link.status().rung === 'normal')
  await second.stop()

  copyFileSync(join(dataDir, 'kept'), join(dataDir, 'cache.db'))

  expect((await aSeat(NOWHERE, dataDir)).freshAt()).toBeNull()
})
