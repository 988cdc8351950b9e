import type { Migration } from './migration.ts'

// Who did what and when, chained, so that a changed or missing entry shows.
export const migration: Migration = {
  version: 20,
  up(db) {
    db.exec(`
      CREATE TABLE audit (
        n INTEGER PRIMARY KEY,
        body TEXT NOT NULL,
        prev TEXT NOT NULL,
        hash TEXT NOT NULL,
        mac TEXT NOT NULL
      ) STRICT;
      CREATE TRIGGER audit_keep BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
      CREATE TRIGGER audit_stay BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    `)
  },
}
