import type { Migration } from './migration.ts'

// Commands are written once and never changed; what became of them stands beside them (ADR 002).
export const migration: Migration = {
  version: 10,
  up(db) {
    db.exec(`
      CREATE TABLE command (
        s INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        case_id TEXT NOT NULL,
        raises_version INTEGER NOT NULL CHECK (raises_version IN (0, 1)),
        after_id TEXT,
        body TEXT NOT NULL,
        person_name TEXT NOT NULL,
        no TEXT,
        prev TEXT NOT NULL,
        hash TEXT NOT NULL,
        mac TEXT NOT NULL
      ) STRICT;
      CREATE INDEX command_life_cycle ON command (case_id, s) WHERE raises_version = 1;
      CREATE INDEX command_after ON command (after_id) WHERE after_id IS NOT NULL;

      CREATE TABLE command_lane (
        lane TEXT NOT NULL,
        n INTEGER NOT NULL CHECK (n >= 1),
        s INTEGER NOT NULL REFERENCES command (s),
        PRIMARY KEY (lane, n)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE standing (
        s INTEGER PRIMARY KEY REFERENCES command (s),
        word TEXT NOT NULL CHECK (word IN ('waiting', 'accepted', 'rejected', 'held', 'settled')),
        told INTEGER NOT NULL CHECK (told IN (0, 1)),
        ver INTEGER,
        outcome TEXT,
        mac TEXT NOT NULL
      ) STRICT;
      CREATE INDEX standing_unsent ON standing (s) WHERE told = 0;
      CREATE INDEX standing_tray ON standing (s) WHERE word IN ('waiting', 'rejected', 'held');

      CREATE TRIGGER command_keep BEFORE UPDATE ON command BEGIN SELECT RAISE(ABORT, 'a command is never changed'); END;
      CREATE TRIGGER command_stay BEFORE DELETE ON command BEGIN SELECT RAISE(ABORT, 'a command is never erased'); END;
    `)
  },
}
