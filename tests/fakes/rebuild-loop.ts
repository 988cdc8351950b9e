// A seat that makes its cache anew again and again beside the running one, while it goes on taking calls; for being killed at any
// moment. Says each time what is on disk.
import { openHallDb } from '#main/db/open.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { newCaseId, newCmdId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../builders/a-command.ts'
import { TestPlatform } from '../builders/a-platform.ts'

const [, , dataDir = '', rounds = '1000'] = process.argv
const db = unwrap(await openHallDb({ dataDir, seat: '1', lastS: 0, readers: 2 }))
const platform = new TestPlatform()
if ((await db.cacheWriter.cursor()) === null) await db.cacheWriter.applyPage(platform.page(0))
for (let round = 0; round < Number(rounds); round += 1) {
  const report = { ...aReport(1), id: newCmdId(systemClock, systemRandom), caseId: newCaseId(systemClock, systemRandom) }
  const stored = unwrap(await db.ledger.append([report], null))
  process.stdout.write(`command ${report.id} ${report.caseId}\n`)
  process.stdout.write('begins\n')
  const shadow = unwrap(await db.openShadow(null))
  process.stdout.write('opened\n')
  await Promise.all([shadow.applyPage(platform.page(0)), db.cacheWriter.overlay(stored)])
  process.stdout.write('filled\n')
  const adopting = db.adopt(shadow)
  // Read while the change-over happens.
  await db.cache.counts()
  await adopting
  process.stdout.write('adopted\n')
}
await db.close()
