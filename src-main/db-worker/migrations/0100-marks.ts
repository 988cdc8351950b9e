import { countChained, markTables } from '../ledger/records.ts'
import type { Migration } from './migration.ts'

// Every record of the ledger carries a mark, how many there are is kept beside them, and the audit trail may lose its front to an
// export, but only up to a marked cut (ADR 008).
export const migration: Migration = {
  version: 100,
  up(db, seal) {
    db.exec(`
      ALTER TABLE draft ADD COLUMN mac TEXT NOT NULL DEFAULT '';
      ALTER TABLE sign_in ADD COLUMN mac TEXT NOT NULL DEFAULT '';
      ALTER TABLE number_block ADD COLUMN mac TEXT NOT NULL DEFAULT '';
      ALTER TABLE number_used ADD COLUMN mac TEXT NOT NULL DEFAULT '';
      ALTER TABLE meta ADD COLUMN mac TEXT NOT NULL DEFAULT '';

      -- Rows of a table and the sum of their marks, or the highest number of a chain: what is missing or older shows.
      CREATE TABLE tally (
        name TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n >= 0), sum TEXT NOT NULL, mac TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE audit_cut (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        n INTEGER NOT NULL CHECK (n >= 1),
        hash TEXT NOT NULL,
        at INTEGER NOT NULL,
        mac TEXT NOT NULL
      ) STRICT;
      DROP TRIGGER audit_stay;
      CREATE TRIGGER audit_stay BEFORE DELETE ON audit WHEN OLD.n > coalesce((SELECT n FROM audit_cut), 0)
        BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
    `)
    markTables({ db, seal }, ['draft', 'sign_in', 'number_block', 'number_used', 'meta'])
    countChained({ db, seal })
  },
}
