import { RefusalError } from '#shared/kernel/result.ts'
import type { WriteDb } from '../driver.ts'
import type { Seal } from '../ledger/seal.ts'
import type { Migration } from './migration.ts'
import { versionOf } from './version-of.ts'

/**
 * Brings a file up to the newest step, or to `upTo` in tests; each step is a transaction of its own, so a crash leaves old or
 * new, never between. Throws 'schema-newer' for a file that a later version has written, before touching it.
 */
export function migrate(
  db: WriteDb,
  migrations: readonly Migration[],
  upTo = newestOf(migrations),
  seal: Seal = markNothing,
): void {
  const found = versionOf(db)
  if (found > newestOf(migrations)) throw new RefusalError({ code: 'schema-newer', detail: `ledger ${found}` })
  for (const step of migrations) {
    if (step.version <= found || step.version > upTo) continue
    db.transaction(() => {
      step.up(db, seal)
      db.exec(`PRAGMA user_version = ${step.version}`)
    })
  }
}

/** Whoever migrates without the key leaves marks that pass no check. */
const markNothing: Seal = () => ''

function newestOf(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0
}
