import { expect, it, onTestFinished, vi } from 'vitest'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { SOON } from '#tests/builders/patience.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { HallDb } from '../db/hall-db.ts'
import { Signals } from '../doors/signals.ts'
import { MapRevisions } from '../features/map/index.ts'
import { PlatformClient } from '../link/platform-client.ts'
import { TimeKeeper } from '../link/time-keeper.ts'
import { openLink } from './open-link.ts'

it('a zone that cannot be read anew stays as it was, and the host goes on', async () => {
  const dataDir = aDataFolder()
  const db = unwrap(await openHallDbInProcess({ dataDir, seat: SeatId.parse('1'), lastS: 0, readers: 1, macKey: new Uint8Array(32) }))
  onTestFinished(() => db.close())
  const signals = new Signals()
  const failures: string[] = []
  const { zoneOffsetMinutes } = await openLink({
    ...{ client: new PlatformClient('http://127.0.0.1:1', null), time: new TimeKeeper(systemClock, 0) },
    ...{ revisions: new MapRevisions(0), signals, log: { info: () => undefined, error: (where) => failures.push(where) } },
    db: { ...db, cache: { ...db.cache, hallSettings: hallSettingsOnce(db) } },
  })

  signals.raise('reference')

  await vi.waitFor(() => expect(failures).toEqual(['hall settings']), SOON)
  expect(zoneOffsetMinutes()).toBe(480)
})

/** The cache's own answer at the start, and a reader that is gone afterwards. */
function hallSettingsOnce({ cache }: HallDb): HallDb['cache']['hallSettings'] {
  let asked = 0
  return () => ((asked += 1) === 1 ? cache.hallSettings() : Promise.reject(new Error('reader gone')))
}
