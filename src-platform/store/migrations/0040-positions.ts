// Where inspectors and vehicles are, and were. Degrees are whole numbers of 1e-6; blocks are those of field/fix-block.ts.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 40,
  async up(tx) {
    // Written every second by the same keys: room in the page keeps an update out of the index.
    await sql`
      CREATE TABLE position_latest (
        hall text NOT NULL REFERENCES hall (id), object text NOT NULL, at bigint NOT NULL, lng integer NOT NULL, lat integer NOT NULL,
        heading smallint, speed smallint, PRIMARY KEY (hall, object)
      ) WITH (fillfactor = 50)`.execute(tx)
    await sql`
      CREATE TABLE position_block (
        id uuid PRIMARY KEY, hall text NOT NULL REFERENCES hall (id), object text NOT NULL, from_at bigint NOT NULL, to_at bigint NOT NULL,
        fixes integer NOT NULL, data bytea NOT NULL
      )`.execute(tx)
    await sql`CREATE INDEX position_block_of_object ON position_block (hall, object, to_at)`.execute(tx)
    await sql`CREATE INDEX position_block_by_age ON position_block (hall, to_at)`.execute(tx)
  },
}
