// Tiles of pictures are many and large: their digests are split like those of the other kinds with many rows.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 140,
  async up(tx) {
    await sql`
      CREATE OR REPLACE FUNCTION entity_bucket(kind text, id text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
      AS $$
        SELECT CASE WHEN kind = ANY ('{case,flow,component,grid,map-feature,map-tile,place,street}')
          THEN substr(encode(sha256(decode(replace(id, '\\', '\\\\'), 'escape')), 'hex'), 1, 2) ELSE 'all' END
      $$`.execute(tx)
  },
}
