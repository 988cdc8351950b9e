// Where what was committed together ends in the feed, and what a seat compares its copy with: per kind and bucket the number of
// present rows and the XOR of their hashes, kept by the statements that change rows, so that asking costs nothing.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Migration } from './migration.ts'

type Line = RawBuilder<unknown>

/** Adds lines of a transition table to the sums; XOR takes a line out the same way as it puts it in. */
const addLines = (lines: Line): Line => sql`
  INSERT INTO digest AS d (hall, kind, bucket, count, high, low)
  SELECT hall, kind, entity_bucket(kind, id), sum(n), bit_xor(hex_int8(hash, 1)), bit_xor(hex_int8(hash, 17))
  FROM (SELECT n, hall, kind, id, entity_hash(id, ver) AS hash FROM (${lines}) AS line WHERE NOT deleted) AS present
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (hall, kind, bucket) DO UPDATE
  SET count = d.count + excluded.count, high = d.high # excluded.high, low = d.low # excluded.low;`

const came = sql`SELECT 1 AS n, hall, kind, id, ver, deleted FROM came`
const went = sql`SELECT -1 AS n, hall, kind, id, ver, deleted FROM went`

export const migration: Migration = {
  version: 60,
  async up(tx) {
    // Null: the row stands alone, as everything written before this migration.
    await sql`ALTER TABLE entity ADD COLUMN unit_end bigint`.execute(tx)
    // Text is UTF-8 in every database the platform opens, so these depend on their arguments alone.
    await sql`
      CREATE FUNCTION entity_bucket(kind text, id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
      AS $$
        SELECT CASE WHEN kind = ANY ('{case,flow,component,grid,map-feature,place,street}')
          THEN substr(encode(sha256(convert_to(id, 'UTF8')), 'hex'), 1, 2) ELSE 'all' END
      $$`.execute(tx)
    await sql`
      CREATE FUNCTION entity_hash(id text, ver integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
      AS $$ SELECT encode(sha256(convert_to(id || ' ' || ver, 'UTF8')), 'hex') $$`.execute(tx)
    await sql`
      CREATE FUNCTION hex_int8(hex text, from_char integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
      AS $$ SELECT ('x' || substr(hex, from_char, 16))::bit(64)::bigint $$`.execute(tx)
    await sql`CREATE INDEX entity_by_bucket ON entity (hall, kind, entity_bucket(kind, id)) WHERE NOT deleted`.execute(tx)
    await sql`
      CREATE TABLE digest (
        hall text NOT NULL REFERENCES hall (id), kind text NOT NULL, bucket text NOT NULL, count bigint NOT NULL, high bigint NOT NULL,
        low bigint NOT NULL, PRIMARY KEY (hall, kind, bucket)
      ) WITH (fillfactor = 50)`.execute(tx)
    await addLines(sql`SELECT 1 AS n, hall, kind, id, ver, deleted FROM entity`).execute(tx)
    await sql`
      CREATE FUNCTION keep_digest() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN ${addLines(came)}
        ELSIF TG_OP = 'UPDATE' THEN ${addLines(sql`${came} UNION ALL ${went}`)}
        ELSE ${addLines(went)}
        END IF;
        RETURN NULL;
      END $$`.execute(tx)
    await sql`
      CREATE TRIGGER entity_came AFTER INSERT ON entity REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION keep_digest()`.execute(
      tx,
    )
    await sql`
      CREATE TRIGGER entity_changed AFTER UPDATE ON entity REFERENCING OLD TABLE AS went NEW TABLE AS came
      FOR EACH STATEMENT EXECUTE FUNCTION keep_digest()`.execute(tx)
    await sql`
      CREATE TRIGGER entity_went AFTER DELETE ON entity REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION keep_digest()`.execute(
      tx,
    )
  },
}
