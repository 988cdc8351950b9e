import type { Migration } from './migration.ts'

// Who sat here and when; the order is that of the rows, a wall clock orders nothing.
export const migration: Migration = {
  version: 50,
  up(db) {
    db.exec(`
      CREATE TABLE sign_in (
        n INTEGER PRIMARY KEY,
        sign_in TEXT NOT NULL UNIQUE,
        person TEXT NOT NULL,
        name TEXT NOT NULL,
        posts TEXT NOT NULL,
        shift TEXT,
        since INTEGER NOT NULL,
        locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
        attested INTEGER NOT NULL CHECK (attested IN (0, 1)),
        ended_at INTEGER
      ) STRICT;
      CREATE INDEX sign_in_current ON sign_in (n) WHERE ended_at IS NULL;
    `)
  },
}
