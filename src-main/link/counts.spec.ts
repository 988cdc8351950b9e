// 待上送: what a window says still waits is what the ledger said last, in whatever order its answers come.
import { expect, it, onTestFinished } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLink } from '#tests/builders/a-link.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import { PlatformClient } from './platform-client.ts'

it('does not go back to an older count that is heard of late', async () => {
  const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
  onTestFinished(() => db.close())
  const held = Promise.withResolvers<undefined>()
  let asked = 0
  const ledger = {
    ...db.ledger,
    trayCounts: async () => {
      const counts = await db.ledger.trayCounts()
      asked += 1
      if (asked === 1) await held.promise
      return counts
    },
  }
  const link = aLink({ ...db, ledger }, new PlatformClient('http://127.0.0.1:9', null), { failed: () => undefined })

  const before = link.recount()
  unwrap(await db.ledger.append([aReport(1)], null))
  await link.recount()
  expect(link.status().waiting).toBe(1)
  held.resolve(undefined)
  await before

  expect(link.status().waiting).toBe(1)
})
