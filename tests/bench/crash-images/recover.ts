// Opens ledger after ledger, as a start after a power cut does, and closes it again; for being recorded. One that is refused has
// been judged already.
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import { SeatId } from '#shared/kernel/ids.ts'

for (const dataDir of process.argv.slice(2)) {
  const opened = openLedger({ dataDir, seat: SeatId.parse('1'), lastS: 0 })
  if (opened.ok) opened.value.close()
}
