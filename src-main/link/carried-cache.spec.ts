import { expect, it, onTestFinished } from 'vitest'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLink } from '#tests/builders/a-link.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { CaseStory } from '#tests/builders/case-story.ts'
import { caseId } from '#tests/builders/ids.ts'
import { until } from '#tests/builders/patience.ts'
import { inCache } from '#tests/builders/spoiled-cache.ts'
import { PlatformServer } from '#tests/fakes/platform-server.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { PlatformClient } from './platform-client.ts'

const put = (platform: TestPlatform, k: number): void => {
  const { case: row } = CaseStory.after('accept', 'file')
  platform.put('case', caseId(k), { ...row, id: caseId(k), no: `A${String(1000 + k)}` }, row.ver)
}

async function aSeat(server: PlatformServer, dataDir: string) {
  const db = unwrap(await openHallDbInProcess({ dataDir, seat: '1', lastS: 0, readers: 1 }))
  const link = aLink(db, new PlatformClient(server.url, 'token'), { failed: () => undefined })
  let isOver = false
  const stop = async (): Promise<void> => {
    if (isOver) return
    isOver = true
    await link.stop()
    await db.close()
  }
  onTestFinished(stop)
  return { db, link, stop, shows: async (k: number) => (await db.cache.caseById(caseId(k))) !== null }
}

it('shows after an update what it had, as old as it is, while the whole is made anew beside it', async () => {
  const server = await PlatformServer.start(new TestPlatform('life-1'))
  for (const k of [1, 2]) put(server.platform, k)
  const dataDir = aDataFolder()
  const before = await aSeat(server, dataDir)
  await before.link.start()
  await until('it has read all', async () => (await before.db.cacheWriter.cursor())?.seq === server.platform.head)
  await before.stop()
  inCache(dataDir, (db) => {
    db.exec(`PRAGMA user_version = ${String(CACHE_SCHEMA - 1)}`)
  })
  put(server.platform, 3)
  server.holdsPages = true

  const after = await aSeat(server, dataDir)
  expect([await after.shows(1), await after.shows(2), await after.shows(3)]).toEqual([true, true, false])
  await after.link.start()
  await until('it is made anew', () => after.link.status().rebuild?.reason === 'schema')
  expect([await after.shows(1), after.link.status().freshAt]).toEqual([true, null])
  expect(after.link.status().rung).not.toBe('normal')

  server.holdsPages = false
  await until('the whole is there', async () => after.link.status().rebuild === null && (await after.shows(3)))
  await until('all is well', () => after.link.status().rung === 'normal')
})
