// The digests of migration 0060 for a fifth of their price: the same answers by functions that PostgreSQL can put into the
// statements that call them. It does so only with what depends on its arguments alone, which convert_to() is not declared to do;
// decode() is, and with its backslashes doubled a text of a UTF-8 database becomes the very same bytes.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Migration } from './migration.ts'

type Line = RawBuilder<unknown>

/** As in 0060; OFFSET 0 keeps a row's hash from being reckoned once for each half of it. */
const addLines = (lines: Line): Line => sql`
  INSERT INTO digest AS d (hall, kind, bucket, count, high, low)
  SELECT hall, kind, entity_bucket(kind, id), sum(n), bit_xor(hex_int8(hash, 1)), bit_xor(hex_int8(hash, 17))
  FROM (SELECT n, hall, kind, id, entity_hash(id, ver) AS hash FROM (${lines}) AS line WHERE NOT deleted OFFSET 0) AS present
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (hall, kind, bucket) DO UPDATE
  SET count = d.count + excluded.count, high = d.high # excluded.high, low = d.low # excluded.low;`

const came = sql`SELECT 1 AS n, hall, kind, id, ver, deleted FROM came`
const went = sql`SELECT -1 AS n, hall, kind, id, ver, deleted FROM went`

export const migration: Migration = {
  version: 120,
  async up(tx) {
    await sql`
      CREATE OR REPLACE FUNCTION entity_bucket(kind text, id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      AS $$
        SELECT CASE WHEN kind = ANY ('{case,flow,component,grid,map-feature,place,street}')
          THEN substr(encode(sha256(decode(replace(id, '\\', '\\\\'), 'escape')), 'hex'), 1, 2) ELSE 'all' END
      $$`.execute(tx)
    await sql`
      CREATE OR REPLACE FUNCTION entity_hash(id text, ver integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      AS $$ SELECT encode(sha256(decode(replace(id || ' ' || ver, '\\', '\\\\'), 'escape')), 'hex') $$`.execute(tx)
    await sql`
      CREATE OR REPLACE FUNCTION hex_int8(hex text, from_char integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
      AS $$ SELECT ('x' || substr(hex, from_char, 16))::bit(64)::bigint $$`.execute(tx)
    await sql`
      CREATE OR REPLACE FUNCTION keep_digest() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN ${addLines(came)}
        ELSIF TG_OP = 'UPDATE' THEN ${addLines(sql`${came} UNION ALL ${went}`)}
        ELSE ${addLines(went)}
        END IF;
        RETURN NULL;
      END $$`.execute(tx)
  },
}
