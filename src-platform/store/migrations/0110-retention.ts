// To read open cases at once, to let go of what has been kept long enough, and to know what was said of the time of an act.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 110,
  async up(tx) {
    await sql`
      CREATE INDEX entity_case_open ON entity (hall, ((row->>'dueAt')::bigint))
      WHERE kind = 'case' AND row->>'state' NOT IN ('closed', 'voided')`.execute(tx)
    // Only what still has something to let go of stands in it.
    await sql`CREATE INDEX command_with_body ON command (hall, received_at) WHERE body IS NOT NULL`.execute(tx)
    await sql`CREATE INDEX command_by_age ON command (hall, received_at)`.execute(tx)
    await sql`CREATE INDEX token_by_age ON token (hall, expires_at)`.execute(tx)
    await sql`ALTER TABLE command ADD COLUMN said_at bigint`.execute(tx)
  },
}
