import type { Migration } from './migration.ts'

// Case numbers are told to callers at once, also offline: blocks leased to this seat, and every number ever given out of them.
export const migration: Migration = {
  version: 30,
  up(db) {
    db.exec(`
      CREATE TABLE number_block (
        n INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        district TEXT NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        next INTEGER NOT NULL,
        UNIQUE (day, district, first)
      ) STRICT;
      CREATE TABLE number_used (no TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    `)
  },
}
