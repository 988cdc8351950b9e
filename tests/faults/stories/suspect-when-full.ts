// The ledger is found wrong on a disk with room for nothing more; the kept room is all there is.
import { existsSync, mkdirSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openGuard } from '#main/db-worker/ledger-guard/open-guard.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'

const [, , disk = ''] = process.argv
const dataDir = join(disk, 'seat')
const seat = '1' as SeatId

mkdirSync(dataDir, { mode: 0o700 })
unwrap(openLedger({ dataDir, seat, lastS: 0 })).close()
const guard = unwrap(openGuard({ dataDir, seat, lock: false }))
const { hasBallast } = guard.space()
const { bavail, bsize } = statfsSync(disk)
writeFileSync(join(disk, 'filler'), Buffer.alloc(bavail * bsize, 'f'))
const freeBytes = statfsSync(disk).bavail * bsize
guard.suspect('anchor-contradicts', 's 40')
const opened = openLedger({ dataDir, seat, lastS: 0 })
const ballast = existsSync(join(dataDir, 'ballast'))
process.stdout.write(`${JSON.stringify({ hasBallast, freeBytes, ballast, start: opened.ok ? 'opens' : opened.error.code })}\n`)
