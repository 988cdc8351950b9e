import { expect, it, onTestFinished } from 'vitest'
import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { until } from '#tests/builders/patience.ts'
import { PlatformServer } from '#tests/fakes/platform-server.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import type { CacheChange } from '../db/cache-api.ts'
import { CacheCare } from './cache-care.ts'
import { PlatformClient } from './platform-client.ts'

it('an act of a neighbour that only the life before knew leaves with the first word heard in another', async () => {
  const server = await PlatformServer.start(new TestPlatform('life-1'))
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  const changes: CacheChange[] = []
  const failed = (where: string, error: unknown): never => expect.unreachable(`${where}: ${String(error)}`)
  const care = new CacheCare({
    ...{ db, client: new PlatformClient(server.url, 'token'), random: systemRandom, timers: systemTimers },
    // It stands still: nothing is looked at because of the time that has passed.
    clock: { ...systemClock, monotonicMs: () => 0 },
    events: {
      ...{ statusChanged: () => undefined, standsAt: () => undefined, replaced: () => undefined, failed },
      cacheChanged: (change) => changes.push(change),
    },
  })
  onTestFinished(async () => {
    await care.stop()
    await db.close()
  })
  await db.cacheWriter.applyPage(server.platform.page(0, 500))
  care.heard('life-1', true)

  server.restore(new TestPlatform('life-2'))
  server.makeSnapshot()
  await care.rebuild.begin('epoch', 'life-2')
  await until('the second cache is there', () => care.rebuild.shadow !== null)
  await care.rebuild.adopt()
  const [stored] = unwrap(aLedger({ seat: '2' as SeatId }).append([aReport(1)], null))
  await db.cacheWriter.overlayNeighbours([{ ...stored!, claim: null }])
  await db.cacheWriter.settleNeighbours([{ id: cmdId(1), accepted: { epoch: 'life-1', seq: 3 } }])
  care.heard('life-2', true)

  await until('it has left', () => changes.some(({ cases }) => cases.includes(caseId(1))))
  expect(await db.cacheWriter.neighboursShown()).toEqual([])
})
