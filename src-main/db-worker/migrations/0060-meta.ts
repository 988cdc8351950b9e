import type { Migration } from './migration.ts'

// Small facts of this machine that must not be lost: where the link stands, when the platform was last heard.
export const migration: Migration = {
  version: 60,
  up(db) {
    db.exec('CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID')
  },
}
