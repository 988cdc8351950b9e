// A ledger is backed up on a disk that fills up meanwhile, by somebody else; then a whole file is replaced there.
import { mkdirSync, readdirSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openGuard } from '#main/db-worker/ledger-guard/open-guard.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../../builders/a-command.ts'

const MIB = 1024 * 1024
const NOW = Date.UTC(2026, 10, 22, 4)
const [, , disk = ''] = process.argv
const dataDir = join(disk, 'seat')
const seat = '1' as SeatId
mkdirSync(dataDir, { mode: 0o700 })
const ledger = unwrap(openLedger({ dataDir, seat, lastS: 0 }))
const guard = unwrap(openGuard({ dataDir, seat, lock: false }))

let n = 0
let fills = 0
const takeCalls = (count: number): void => {
  const calls = Array.from({ length: count }, () => aReport((n += 1), n, { description: '积水'.repeat(1_000) }))
  unwrap(ledger.append(calls, null))
}
const free = (): number => statfsSync(disk).bavail * statfsSync(disk).bsize
const ledgerBytes = (): number => ['', '-wal'].reduce((sum, end) => sum + statSync(join(dataDir, `ledger.db${end}`)).size, 0)
const fillTo = (bytes: number): void => writeFileSync(join(disk, `filler-${String((fills += 1))}`), Buffer.alloc(free() - bytes, 'f'))
const backups = (): string[] => readdirSync(join(dataDir, 'backups')).filter((name) => name !== 'ledger.db.key').sort()
const backUp = (minute: number): string => {
  const made = guard.backup(NOW + minute * 60_000)
  return made.ok ? made.value.word : made.error.code
}

takeCalls(300)
const words = [0, 1, 2, 3].map((minute) => {
  takeCalls(1)
  return backUp(minute)
})
const four = backups()

// One copy's room is missing: the oldest of the four is what it costs.
takeCalls(1)
fillTo(ledgerBytes() + 64 * MIB - statSync(join(dataDir, 'backups', four[0] ?? '')).size / 2)
const thinned = { word: backUp(4), gone: four.filter((name) => !backups().includes(name)).map((name) => four.indexOf(name)) }

// Not even all that may go would do: nothing goes, nothing is written.
takeCalls(1)
fillTo(ledgerBytes() * 2)
const before = { names: backups(), free: free() }
const full = { word: backUp(5), isSame: backups().join() === before.names.join(), took: before.free - free() }
ledger.close()
process.stdout.write(`${JSON.stringify({ words, thinned, full })}\n`)
