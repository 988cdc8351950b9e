import { expect, it } from 'vitest'
import { aReport } from '#tests/builders/a-command.ts'
import { aLedger } from '#tests/builders/a-ledger.ts'
import type { LedgerApi } from '../db/ledger-api.ts'
import { openTimeKeeper } from './open-time-keeper.ts'

const HOUR_MS = 3_600_000

it('doubts a clock that was set back to before the newest act in the ledger, though the platform was heard long before that', async () => {
  const ledger = aLedger()
  const report = aReport(1)
  ledger.append([report], null)
  ledger.setMeta('platform-word', JSON.stringify({ time: report.at - 24 * HOUR_MS, read: null }))
  const asked: Pick<LedgerApi, 'getMeta' | 'lastS' | 'commandsAt'> = {
    getMeta: async (key) => ledger.getMeta(key),
    lastS: async () => ledger.lastS(),
    commandsAt: async (all) => ledger.commandsAt(all),
  }

  const [setBack, right] = await Promise.all(
    [-HOUR_MS, HOUR_MS].map((by) => openTimeKeeper({ now: () => report.at + by, monotonicMs: () => 0 }, asked)),
  )

  expect([setBack?.doubtful, right?.doubtful]).toEqual([true, false])
})
