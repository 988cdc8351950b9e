// A seat is started on a disk that may only be read, and again when it may be written.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { openHallDb } from '#main/db/open.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../../builders/a-command.ts'

const [, , disk = ''] = process.argv
const dataDir = join(disk, 'seat')
const options = { dataDir, seat: '1', lastS: 0, readers: 1 }
const digest = (): string =>
  createHash('sha256')
    .update(readFileSync(join(dataDir, 'ledger.db')))
    .digest('hex')
const remount = (how: string): void => {
  const done = spawnSync('mount', ['-o', `remount,${how}`, disk], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(done.stderr)
}

mkdirSync(dataDir, { mode: 0o700 })
const first = unwrap(await openHallDb(options))
unwrap(await first.ledger.append([aReport(1, 1)], null))
await first.close()
const before = digest()
remount('ro')
const refused = await openHallDb(options)
if (refused.ok) await refused.value.close()
const isSame = digest() === before
remount('rw')
const second = unwrap(await openHallDb(options))
const lastS = await second.ledger.lastS()
const appended = await second.ledger.append([aReport(2, 2)], null)
await second.close()
process.stdout.write(
  `${JSON.stringify({ refused: refused.ok ? null : refused.error.code, isSame, lastS, appended: appended.ok })}\n`,
)
