import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SeatId } from '#shared/kernel/ids.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import { aCommand, aReport, anAudit } from './a-command.ts'
import { aDataFolder } from './a-folder.ts'
import { aLedger } from './a-ledger.ts'
import { cmdId } from './ids.ts'

/** Turns one bit over in every `stride`th byte of a ledger, one at a time: the bytes tried, and those it was opened with. */
export function turnBits(stride: number): { readonly tried: number; readonly opened: readonly number[] } {
  const dataDir = aDataFolder()
  const ledger = aLedger({ dataDir })
  for (let n = 1; n <= 20; n += 1) ledger.append([aReport(n, n), aCommand(100 + n, 'accept', n)], anAudit({ detail: `第 ${n} 件` }))
  ledger.recordOutcomes([{ id: cmdId(1), result: 'rejected', code: 'forbidden', detail: null, current: null }])
  ledger.close()
  const file = join(dataDir, 'ledger.db')
  const sound = readFileSync(file)
  const places = Array.from({ length: Math.ceil(sound.length / stride) }, (_, i) => i * stride)
  const opened = places.filter((at) => {
    const turned = Buffer.from(sound)
    turned[at]! ^= 4
    writeFileSync(file, turned)
    return openLedger({ dataDir, seat: '1' as SeatId, lastS: 0 }).ok
  })
  return { tried: places.length, opened }
}
