// What became of a department's cases: answered, checked, closed, the latest movement first.
import { sql } from 'kysely'
import type { Migration } from './migration.ts'

export const migration: Migration = {
  version: 50,
  async up(tx) {
    await sql`
      CREATE INDEX entity_case_of_department ON entity (hall, (row->>'department'), ((row->>'lastActAt')::bigint), id)
      WHERE kind = 'case' AND row->>'department' IS NOT NULL`.execute(tx)
  },
}
