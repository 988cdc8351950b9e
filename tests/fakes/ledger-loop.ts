// A seat that takes one call after the other and says each time what it has been told is safe; for being killed at any moment.
import { openHallDb } from '#main/db/open.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import { newCaseId, newCmdId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../builders/a-command.ts'

const [, , dataDir = '', day = ''] = process.argv
const db = unwrap(await openHallDb({ dataDir, seat: '1', lastS: 0, readers: 1 }))
await db.ledger.addBlocks([{ day, district: '341523', from: 1, to: 99_999 }])
for (;;) {
  const no = await db.ledger.takeNumber(day)
  if (no === null) break
  process.stdout.write(`number ${no}\n`)
  const report = {
    ...aReport(1, 1, { no }),
    id: newCmdId(systemClock, systemRandom),
    caseId: newCaseId(systemClock, systemRandom),
  }
  const [stored] = unwrap(await db.ledger.append([report], null))
  process.stdout.write(`command ${stored?.command.id ?? ''}\n`)
  await db.cacheWriter.overlay(stored === undefined ? [] : [stored])
}
