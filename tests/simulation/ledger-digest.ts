import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openForReading } from '#main/db-worker/driver.ts'

const TABLES = ['command', 'command_lane', 'standing', 'audit', 'number_used']

/** SHA-256 over every row of the ledger that must never be lost or changed by a restart. */
export function ledgerDigest(folder: string): string {
  const file = join(folder, 'ledger.db')
  const hash = createHash('sha256')
  if (!existsSync(file)) return hash.digest('hex')
  const db = openForReading(file)
  try {
    const known = new Set(db.pluck<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").all())
    for (const table of TABLES) {
      if (!known.has(table)) continue
      const rows = db
        .prepare<[], object>(`SELECT * FROM ${table}`)
        .all()
        .map((row) => JSON.stringify(row))
      hash.update(rows.sort().join('\n'))
    }
    return hash.digest('hex')
  } finally {
    db.close()
  }
}
