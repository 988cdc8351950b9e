import type { Migration } from './migration.ts'

// Files on their way to the platform, each once by its content, and the cases that hold them.
export const migration: Migration = {
  version: 80,
  up(db) {
    db.exec(`
      CREATE TABLE attachment (
        hash TEXT PRIMARY KEY,
        size INTEGER NOT NULL CHECK (size > 0),
        mime TEXT NOT NULL,
        staged_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('staged', 'sending', 'confirmed', 'failed')),
        upload TEXT,
        sent INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        error TEXT,
        mac TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX attachment_open ON attachment (staged_at, hash) WHERE state <> 'confirmed';

      CREATE TABLE attachment_use (
        hash TEXT NOT NULL REFERENCES attachment (hash),
        case_id TEXT NOT NULL,
        name TEXT NOT NULL,
        use TEXT NOT NULL,
        staged_at INTEGER NOT NULL,
        command_id TEXT,
        mac TEXT NOT NULL,
        PRIMARY KEY (hash, case_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX attachment_of_case ON attachment_use (case_id);
      CREATE INDEX attachment_unnamed ON attachment_use (staged_at) WHERE command_id IS NULL;
    `)
  },
}
