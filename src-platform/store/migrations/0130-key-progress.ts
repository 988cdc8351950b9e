// Why a machine was revoked, and which of the hall's keys it was last handed (ADR 008).
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 130,
  async up(tx) {
    await sql`
      ALTER TABLE device ADD COLUMN revoked_reason text, ADD COLUMN key_id text, ADD COLUMN key_at bigint`.execute(tx)
  },
}
