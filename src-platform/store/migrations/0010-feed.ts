// The hall, its entities and the head row that gives out sequence numbers in commit order (ADR 004).
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 10,
  async up(tx) {
    await sql`
      CREATE TABLE hall (
        id text PRIMARY KEY, epoch text NOT NULL, hall_key_id text NOT NULL, hall_key bytea NOT NULL CHECK (length(hall_key) = 32),
        created_at bigint NOT NULL
      )`.execute(tx)
    await sql`
      CREATE TABLE feed_head (hall text PRIMARY KEY REFERENCES hall (id), seq bigint NOT NULL CHECK (seq >= 0))
      WITH (fillfactor = 50)`.execute(tx)
    await sql`
      CREATE TABLE entity (
        hall text NOT NULL REFERENCES hall (id), kind text NOT NULL, id text NOT NULL,
        ver integer NOT NULL, seq bigint NOT NULL, deleted boolean NOT NULL DEFAULT false,
        row jsonb, external_id text,
        PRIMARY KEY (hall, kind, id),
        CHECK (deleted = (row IS NULL))
      )`.execute(tx)
    await sql`CREATE UNIQUE INDEX entity_by_seq ON entity (hall, seq)`.execute(tx)
    await sql`CREATE UNIQUE INDEX entity_by_external_id ON entity (hall, kind, external_id) WHERE external_id IS NOT NULL`.execute(
      tx,
    )
    await sql`CREATE INDEX entity_flow_of_case ON entity (hall, (row->>'caseId')) WHERE kind = 'flow'`.execute(tx)
    await sql`
      CREATE INDEX entity_case_at_department ON entity (hall, (row->>'department'))
      WHERE kind = 'case' AND row->>'state' = 'handling'`.execute(tx)
    await sql`
      CREATE INDEX entity_case_at_inspector ON entity (hall, (row->>'inspector'))
      WHERE kind = 'case' AND row->>'state' IN ('verifying', 'checking')`.execute(tx)
    await sql`
      CREATE INDEX entity_case_on_account ON entity (hall, ((row->>'onAccountUntil')::bigint))
      WHERE kind = 'case' AND row->>'state' = 'on-account'`.execute(tx)
    await sql`CREATE UNIQUE INDEX entity_case_by_no ON entity (hall, (row->>'no')) WHERE kind = 'case'`.execute(tx)
  },
}
