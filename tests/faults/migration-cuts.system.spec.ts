import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openForWriting } from '#main/db-worker/driver.ts'
import { openLedger } from '#main/db-worker/ledger/open-ledger.ts'
import { ledgerMigrations } from '#main/db-worker/migrations/index.ts'
import { migrate } from '#main/db-worker/migrations/migrate.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDraft, aReport } from '../builders/a-command.ts'
import { aDataFolder } from '../builders/a-folder.ts'
import { judge } from '../bench/crash-images/judge.ts'
import { PoweredDisk } from '../bench/crash-images/powered-disk.ts'
import type { Image } from '../bench/crash-images/powered-disk.ts'
import { ensureRecorder, record } from '../bench/crash-images/record.ts'
import type { Safe } from '../bench/crash-images/safe.ts'
import { diceOf } from '../bench/data/dice.ts'

const missing = await ensureRecorder()
if (missing !== null) process.emitWarning(`power cuts in a migration are not replayed: ${missing}`)

/** The first step that was released: no seat has an older ledger. */
const FIRST_RELEASED = 60
const COMMANDS = 12

/** A ledger as the first release left it: its tables with the rows that today's code writes into them. */
function makeOldLedger(folder: string): Safe[] {
  const now = join(folder, 'now')
  mkdirSync(now, { mode: 0o700 })
  const ledger = unwrap(openLedger({ dataDir: now, seat: '1' as SeatId, lastS: 0 }))
  const said: Safe[] = []
  for (let n = 1; n <= COMMANDS; n += 1) {
    const [stored] = unwrap(ledger.append([aReport(n, n)], null))
    if (stored !== undefined) said.push({ command: stored.command.id })
    unwrap(ledger.saveDraft(aDraft(n)))
    said.push({ draft: aDraft(n).id, rev: 1 })
  }
  ledger.close()
  const old = join(folder, 'old')
  mkdirSync(old, { mode: 0o700 })
  migrated(join(old, 'ledger.db'), FIRST_RELEASED)
  copyRows(join(now, 'ledger.db'), join(old, 'ledger.db'))
  cpSync(join(now, 'ledger.db.key'), join(old, 'ledger.db.key'))
  rmSync(now, { recursive: true })
  return said
}

function migrated(file: string, upTo: number): void {
  const db = openForWriting(file, { secureDelete: true })
  migrate(db, ledgerMigrations, upTo)
  db.close()
}

function copyRows(from: string, to: string): void {
  const db = new Database(to)
  db.exec(`ATTACH '${from}' AS later`)
  const tables = db.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all()
  for (const table of tables as string[]) {
    const columns = db.prepare(`SELECT name FROM pragma_table_info('${table}', 'main')`).pluck().all().join(', ')
    db.exec(`INSERT OR IGNORE INTO main.${table} (${columns}) SELECT ${columns} FROM later.${table}`)
  }
  db.exec('DETACH later')
  db.close()
}

const imageOf = (folder: string): Image =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const))

describe.skipIf(missing !== null)('a ledger of the first release that is brought up to date', () => {
  it(
    'is old or new and whole after a power cut at any step, and the next start finishes the work',
    { timeout: 180_000 },
    async () => {
      const scratch = aDataFolder()
      const said = makeOldLedger(scratch)
      const old = imageOf(join(scratch, 'old'))
      const script = join(import.meta.dirname, '../bench/crash-images/recover.ts')
      const steps = await record({ script, args: [join(scratch, 'old')], folder: join(scratch, 'old'), scratch })
      const wrong: string[] = []

      for (let moment = 0; moment <= steps.length; moment += 1) {
        const disk = new PoweredDisk(old)
        for (const step of steps.slice(0, moment)) disk.take(step)
        const { lost, broken } = judge(join(scratch, 'image'), disk.cut(diceOf(moment)), said)
        if (lost.length > 0 || broken !== null)
          wrong.push(`after ${String(moment)} steps: ${String(lost.length)} lost, ${broken ?? ''}`)
      }

      expect(steps.length).toBeGreaterThan(50)
      expect(wrong).toEqual([])
    },
  )
})
