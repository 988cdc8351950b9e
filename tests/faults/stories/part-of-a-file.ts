// A whole file, and the archive for support, on a disk that has room for a part of them; then there is room.
import { mkdirSync, readFileSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { openGuard } from '#main/db-worker/ledger-guard/open-guard.ts'
import { replaceFile } from '#main/db-worker/ledger-guard/safe-files.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'

const MIB = 1024 * 1024
const [, , disk = ''] = process.argv
const dataDir = join(disk, 'seat')
const seat = '1' as SeatId
const filler = join(disk, 'filler')

/** What cannot be packed any smaller: it stands for a ledger in doubt. */
const harm = (): void => writeFileSync(join(dataDir, 'ledger.db'), randomBytes(5 * MIB))

function codeOf(work: () => void): string {
  try {
    work()
    return 'ok'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

mkdirSync(dataDir, { mode: 0o700 })
unwrap(openLedger({ dataDir, seat, lastS: 0 })).close()
harm()
const guard = unwrap(openGuard({ dataDir, seat, lock: false }))
const kept = join(disk, 'kept')
replaceFile(kept, Buffer.from('old'))

const { bavail, bsize } = statfsSync(disk)
writeFileSync(filler, Buffer.alloc(bavail * bsize - MIB, 'f'))
const replaced = codeOf(() => {
  replaceFile(kept, randomBytes(5 * MIB))
})
const archived = guard.exportFiles(0)
const archive = archived.ok ? 'ok' : archived.error.code
rmSync(filler)
const left = { files: readdirSync(disk).sort(), exports: readdirSync(join(dataDir, 'exports')) }
const story = { replaced, kept: readFileSync(kept, 'utf8').slice(0, 3), archive, left, roomy: guard.exportFiles(0).ok }
process.stdout.write(`${JSON.stringify(story)}\n`)
