import { sql } from 'kysely'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { migrations } from './migrations/index.ts'
import type { Db, Tx } from './migrations/migration.ts'

/** Any fixed number; held while the schema changes, so that several platform processes may start at once. */
const MIGRATION_LOCK = 7_412_004

/**
 * Brings the database to the newest schema in one transaction; `schema-newer` when it was written by a newer program.
 * Answers the version it now has.
 */
export async function migrate(db: Db): Promise<Result<number>> {
  return db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`.execute(tx)
    await sql`CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())`.execute(
      tx,
    )
    const present = await appliedVersions(tx)
    const newest = migrations.at(-1)?.version ?? 0
    const last = Math.max(0, ...present)
    if (last > newest) return refuse('schema-newer', `database ${last}, program ${newest}`)
    for (const migration of migrations.filter(({ version }) => !present.has(version))) {
      await migration.up(tx)
      await sql`INSERT INTO schema_version (version) VALUES (${migration.version})`.execute(tx)
    }
    return ok(newest)
  })
}

async function appliedVersions(tx: Tx): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ version: number }>`SELECT version FROM schema_version`.execute(tx)
  return new Set(rows.map(({ version }) => version))
}
