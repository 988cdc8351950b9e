// Heads of the seats' ledgers as they were told; a history that only grows.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 90,
  async up(tx) {
    await sql`
      CREATE TABLE anchor (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, hall text NOT NULL REFERENCES hall (id), device text NOT NULL,
        seat text NOT NULL, generation integer NOT NULL, s integer NOT NULL, hash text NOT NULL, audit_n integer NOT NULL,
        audit_hash text NOT NULL, at bigint NOT NULL
      )`.execute(tx)
    await sql`CREATE INDEX anchor_of_device ON anchor (hall, device, id DESC)`.execute(tx)
    await sql`
      CREATE FUNCTION anchor_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'anchors are append-only'; END $$`.execute(tx)
    await sql`
      CREATE TRIGGER anchor_stays BEFORE UPDATE OR DELETE ON anchor FOR EACH ROW EXECUTE FUNCTION anchor_stays()`.execute(tx)
  },
}
