import type { Migration } from './migration.ts'

// Half-typed cases; the form is sealed by the host before it comes here (ADR 008).
export const migration: Migration = {
  version: 40,
  up(db) {
    db.exec(`
      CREATE TABLE draft (
        id TEXT PRIMARY KEY,
        case_id TEXT NOT NULL,
        owner TEXT NOT NULL,
        no TEXT,
        sealed TEXT NOT NULL,
        title TEXT NOT NULL,
        rev INTEGER NOT NULL,
        call_at INTEGER NOT NULL,
        saved_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('open', 'discarded', 'done'))
      ) STRICT;
      CREATE INDEX draft_open ON draft (owner, call_at) WHERE state = 'open';
    `)
  },
}
