import { describe, expect, it } from 'vitest'
import { systemClock } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { CaseStory } from '#tests/builders/case-story.ts'
import { caseId } from '#tests/builders/ids.ts'
import { PlatformServer } from '#tests/fakes/platform-server.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import type { HallDb } from '../db/hall-db.ts'
import { DigestWatch } from './digest-watch.ts'
import { PlatformClient } from './platform-client.ts'

const { case: row } = CaseStory.after('accept', 'file')

function put(platform: TestPlatform, of: number, ver: number): void {
  platform.put('case', caseId(of), { ...row, id: caseId(of), no: `A${String(1000 + of)}`, ver }, ver)
}

/** Reads one page of so many changes, as a link does. */
async function readOn(db: HallDb, platform: TestPlatform, watch: DigestWatch | null, limit: number): Promise<void> {
  const page = platform.page((await db.cacheWriter.cursor())?.seq ?? 0, limit)
  watch?.offered(page)
  expect(await db.cacheWriter.applyPage(page)).toMatchObject({ applied: true })
  watch?.moved()
}

describe('a comparison while missed changes are read', () => {
  it('waits for rows that changed once more, whose last version comes with a later page', async () => {
    const platform = new TestPlatform()
    put(platform, 1, 3)
    const server = await PlatformServer.start(platform)
    const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
    await readOn(db, platform, null, 500)
    const client = new PlatformClient(server.url, 'token')
    const mended: string[] = []
    // While the reply travels, the line is cut: case 1 changes twice, case 2 comes between.
    put(platform, 1, 4)
    const slow = Object.assign(Object.create(client) as PlatformClient, {
      digests: async (...asked: Parameters<PlatformClient['digests']>) => {
        const reply = await client.digests(...asked)
        put(platform, 2, 1)
        put(platform, 1, 5)
        await readOn(db, platform, watch, 1)
        setTimeout(() => void readOn(db, platform, watch, 1), 20)
        return reply
      },
    })
    const watch = new DigestWatch({
      ...{ db, client: slow, clock: systemClock },
      mended: (_, what) => mended.push(what),
      hopeless: (what) => mended.push(what),
      failed: (error) => mended.push(String(error)),
    })

    await watch.compare()

    expect(mended).toEqual([])
    expect((await db.cache.caseById(caseId(1)))?.row.ver).toBe(5)
    await db.close()
  })
})
