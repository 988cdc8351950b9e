// Commands with their outcomes, lanes and leased case numbers.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 20,
  async up(tx) {
    await sql`
      CREATE TABLE command (
        id text PRIMARY KEY, hall text NOT NULL REFERENCES hall (id), hash text NOT NULL, device text, seat text, s integer,
        person text, case_id text NOT NULL, action text NOT NULL, body jsonb, outcome jsonb NOT NULL, received_at bigint NOT NULL
      )`.execute(tx)
    await sql`CREATE INDEX command_by_seat ON command (hall, seat, s) WHERE seat IS NOT NULL`.execute(tx)
    await sql`CREATE INDEX command_by_case ON command (hall, case_id)`.execute(tx)
    await sql`
      CREATE TABLE lane (
        hall text NOT NULL REFERENCES hall (id), seat text NOT NULL, lane text NOT NULL, device text NOT NULL, n integer NOT NULL CHECK (n >= 1),
        PRIMARY KEY (hall, seat, lane)
      )`.execute(tx)
    await sql`
      CREATE TABLE number_block (
        hall text NOT NULL REFERENCES hall (id), day text NOT NULL, from_serial integer NOT NULL CHECK (from_serial >= 1),
        to_serial integer NOT NULL CHECK (to_serial BETWEEN from_serial AND 99999), holder text NOT NULL, lessee text NOT NULL, leased_at bigint NOT NULL,
        PRIMARY KEY (hall, day, from_serial)
      )`.execute(tx)
    await sql`CREATE INDEX number_block_of_lessee ON number_block (hall, lessee, day)`.execute(tx)
  },
}
