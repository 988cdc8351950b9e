// Every key the hall has had, what a machine is for, and the key its exports are signed with (ADR 008).
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 100,
  async up(tx) {
    await sql`
      CREATE TABLE hall_key (
        hall text NOT NULL REFERENCES hall (id), n integer NOT NULL CHECK (n >= 1), id text NOT NULL, key bytea NOT NULL CHECK (length(key) = 32),
        made_at bigint NOT NULL, PRIMARY KEY (hall, n), UNIQUE (hall, id)
      )`.execute(tx)
    await sql`
      INSERT INTO hall_key (hall, n, id, key, made_at) SELECT id, 1, hall_key_id, hall_key, created_at FROM hall`.execute(tx)
    const role = sql`text NOT NULL DEFAULT 'seat' CHECK (role IN ('seat', 'wall'))`
    await sql`ALTER TABLE device ADD COLUMN role ${role}, ADD COLUMN signing_key text`.execute(tx)
    await sql`ALTER TABLE enrolment_code ADD COLUMN role ${role}`.execute(tx)
    await sql`UPDATE enrolment_code SET role = 'wall' WHERE seat LIKE 'W%' AND used_at IS NULL`.execute(tx)
  },
}
