import type { Cursor } from '#shared/platform-api/changes.ts'
import type { ReadDb, WriteDb } from '../driver.ts'

/** Where reading the feed stands; null before the first page. */
export function readCursor(db: ReadDb): Cursor | null {
  const row = db.prepare<[], { epoch: string | null; seq: number | null }>('SELECT epoch, seq FROM progress').get()
  return row === undefined || row.epoch === null || row.seq === null ? null : { epoch: row.epoch, seq: row.seq }
}

export function writeCursor(db: WriteDb, { epoch, seq }: Cursor): void {
  db.change<[string, number]>('UPDATE progress SET epoch = ?, seq = ?').run(epoch, seq)
}

/** Highest number of an own command that has been folded in or passed over. */
export function readAppliedS(db: ReadDb): number {
  return db.pluck<[], number>('SELECT applied_s FROM progress').get() ?? 0
}

export function writeAppliedS(db: WriteDb, s: number): void {
  db.change<[number]>('UPDATE progress SET applied_s = ?').run(s)
}

/** Kind of revision that rises when facts begin to be numbered from 1 again. */
export const FIGURES_MADE = 'figures-made'

/** Kind of revision of a cache that began with rows of one of an older form. */
export const CARRIED = 'carried'

/** It shows what an older one had, until one that has read the feed takes over. */
export function isCarried(db: ReadDb): boolean {
  return readCursor(db) === null && readRevision(db, CARRIED) > 0
}

export function raiseRevision(db: WriteDb, kind: string): void {
  db.change<[string]>('INSERT INTO revision (kind, n) VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET n = n + 1').run(kind)
}

/** How often rows of a kind have changed since the cache was made. */
export function readRevision(db: ReadDb, kind: string): number {
  return db.pluck<[string], number>('SELECT n FROM revision WHERE kind = ?').get(kind) ?? 0
}

export function readRevisions(db: ReadDb): Record<string, number> {
  const rows = db.prepare<[], { kind: string; n: number }>('SELECT kind, n FROM revision').all()
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, n]))
}

/** Goes on beyond the revisions of the cache before, or what was built from its rows would be taken for the new ones. */
export function setRevisions(db: WriteDb, before: Readonly<Record<string, number>>): void {
  const kinds = new Set([...Object.keys(before), ...Object.keys(readRevisions(db)), FIGURES_MADE])
  for (const kind of kinds) {
    const n = Math.max(before[kind] ?? 0, readRevision(db, kind)) + 1
    db.change<[string, number]>(
      'INSERT INTO revision (kind, n) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET n = excluded.n',
    ).run(kind, n)
  }
}
