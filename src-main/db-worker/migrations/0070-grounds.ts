import type { Migration } from './migration.ts'

// What the tray shows beside a command without opening it, and the row its person saw: a rejection is compared with that row, not
// with today's. `row` is packed (ledger/grounds.ts); null where there was no case yet, or none is kept any more.
export const migration: Migration = {
  version: 70,
  up(db) {
    db.exec(`
      CREATE TABLE ground (
        s INTEGER PRIMARY KEY REFERENCES command (s),
        action TEXT NOT NULL,
        at INTEGER NOT NULL,
        class_name TEXT NOT NULL,
        row BLOB,
        mac TEXT NOT NULL
      ) STRICT;
    `)
  },
}
