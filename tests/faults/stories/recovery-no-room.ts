// A damaged ledger is restored on a disk that has no room for the copy of its backup, and again with room.
import { mkdirSync, readFileSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openGuard } from '#main/db-worker/ledger-guard/open-guard.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../../builders/a-command.ts'

const NOW = Date.UTC(2026, 10, 22, 4)
const [, , disk = ''] = process.argv
const dataDir = join(disk, 'seat')
const file = join(dataDir, 'ledger.db')
const seat = '1' as SeatId
mkdirSync(dataDir, { mode: 0o700 })
const ledger = unwrap(openLedger({ dataDir, seat, lastS: 0 }))
const guard = unwrap(openGuard({ dataDir, seat, lock: false }))
unwrap(ledger.append(Array.from({ length: 300 }, (_, n) => aReport(n + 1, n + 1, { description: '积水'.repeat(1_000) })), null))
unwrap(guard.backup(NOW))
ledger.close()
writeFileSync(file, readFileSync(file).fill('x', 0, 4_096))

const free = (): number => statfsSync(disk).bavail * statfsSync(disk).bsize
const [name = ''] = readdirSync(join(dataDir, 'backups')).filter((one) => one.startsWith('g'))
const restore = (from: string): string => {
  const base = { from: 'backup', name: from } as const
  const entry = { person: null, post: 'shift-leader', detail: null }
  const done = guard.rebuild({ base, now: NOW, known: { s: 0, auditN: 0, lanes: [] }, entry })
  return done.ok ? String(done.value.commands) : done.error.code
}
const fillTo = (bytes: number): void => writeFileSync(join(disk, 'filler'), Buffer.alloc(free() - bytes, 'f'))

// Half of the copy fits; then all of it, but nothing of what is to be added.
const copyBytes = statSync(join(dataDir, 'backups', name)).size
const full = [copyBytes / 2, copyBytes + 8 * 1024].map((bytes) => {
  fillTo(bytes)
  const before = free()
  const word = restore(name)
  const told = { word, left: readdirSync(join(dataDir, 'recovery')), took: before - free() }
  rmSync(join(disk, 'filler'))
  return told
})
process.stdout.write(`${JSON.stringify({ full, gone: restore('g1-c000000001-20261122T040000Z.db'), roomy: restore(name) })}\n`)
