import type { Migration } from './migration.ts'

// What tells an older or swapped file from this one, and what a recovery has left behind (ADR 011).
export const migration: Migration = {
  version: 90,
  up(db) {
    db.exec(`
      CREATE TABLE guard (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        generation INTEGER NOT NULL CHECK (generation >= 1),
        changes INTEGER NOT NULL CHECK (changes >= 0),
        mac TEXT NOT NULL
      ) STRICT;

      -- Numbers that a recovery could not bring back: they stay unused.
      CREATE TABLE chain_gap (
        chain TEXT NOT NULL CHECK (chain IN ('commands', 'audit')),
        last_n INTEGER NOT NULL,
        last_hash TEXT NOT NULL,
        to_n INTEGER NOT NULL CHECK (to_n > last_n),
        mac TEXT NOT NULL,
        PRIMARY KEY (chain, last_n)
      ) STRICT, WITHOUT ROWID;

      -- How far this seat has come in a lane as the platform knows it, where the ledger does not.
      CREATE TABLE lane_floor (lane TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n >= 1)) STRICT, WITHOUT ROWID;
    `)
  },
}
