// Which machine has used an enrolment code: it may ask once more when the reply was lost (ADR 008).
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 150,
  async up(tx) {
    await sql`ALTER TABLE enrolment_code ADD COLUMN claim_hash text`.execute(tx)
  },
}
