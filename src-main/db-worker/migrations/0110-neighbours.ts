import type { Migration } from './migration.ts'

// What other seats of the hall have done and not sent yet, and who ordered this seat's own acts while the platform was away
// (ADR 013). A neighbour's command stays until its own host says what became of it.
export const migration: Migration = {
  version: 110,
  up(db) {
    db.exec(`
      CREATE TABLE neighbour (
        id TEXT PRIMARY KEY,
        seat TEXT NOT NULL,
        s INTEGER NOT NULL,
        hash TEXT NOT NULL,
        body TEXT NOT NULL,
        person_name TEXT NOT NULL,
        no TEXT,
        claim TEXT,
        mac TEXT NOT NULL,
        UNIQUE (seat, s)
      ) STRICT;
      CREATE TABLE neighbour_head (seat TEXT PRIMARY KEY, s INTEGER NOT NULL, hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE claim (s INTEGER PRIMARY KEY REFERENCES command (s), word TEXT NOT NULL CHECK (word IN ('granted', 'unordered')), relay TEXT) STRICT;
    `)
  },
}
