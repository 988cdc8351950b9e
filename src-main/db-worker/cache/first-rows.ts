// What a seat without data was given to begin with, before the feed has said anything: good enough to work with, but it counts
// only as long as nothing better has come. Whatever the feed has not brought when it has come to the platform's head never was,
// or is no more: a reply of another life, an old one out of somebody's store, a case that left meanwhile.
import type { Change, ChangesPage } from '#shared/platform-api/changes.ts'
import type { WriteDb } from '../driver.ts'
import { applyChange } from './arrive.ts'
import type { CacheParts, Touched } from './parts.ts'
import { hasPending } from './pending.ts'

interface FirstRow {
  readonly kind: string
  readonly id: string
}

/** An own command's effect may be in a row already, which no cursor says yet: its case waits for the page. */
export function takeFirst(parts: CacheParts, rows: readonly Change[], touched: Touched): void {
  const { db } = parts
  dropFirst(parts, touched)
  for (const row of rows) {
    if (row.kind === 'case' && hasPending(db, row.id)) continue
    applyChange(parts, row, touched)
    db.change<[string, string]>('INSERT INTO first_row (kind, id) VALUES (?, ?) ON CONFLICT DO NOTHING').run(row.kind, row.id)
  }
}

/** Before the rows of a page go in: theirs count, whatever version the first ones said they were. */
export function makeWay({ db }: CacheParts, changes: readonly Change[]): void {
  if (!hasFirst(db)) return
  const gone = db.change<[string, string]>('DELETE FROM first_row WHERE kind = ? AND id = ?')
  for (const { kind, id } of changes)
    if (gone.run(kind, id) > 0 && kind === 'case') db.change<[string]>('UPDATE "case" SET feed_ver = 0 WHERE id = ?').run(id)
}

/** The page has led to the platform's head: nothing of the first rows is left. */
export function endFirst(parts: CacheParts, { next, head }: ChangesPage, touched: Touched): void {
  if (next >= head && hasFirst(parts.db)) dropFirst(parts, touched)
}

function dropFirst(parts: CacheParts, touched: Touched): void {
  const { db } = parts
  const rows = db.prepare<[], FirstRow>('SELECT kind, id FROM first_row ORDER BY kind, id').all()
  for (const { kind, id } of rows) {
    applyChange(parts, { seq: 0, kind, id, ver: 0, op: 'delete', row: null }, touched)
    db.change<[string, string]>('DELETE FROM flagged WHERE kind = ? AND id = ?').run(kind, id)
  }
  if (rows.length > 0) db.change('DELETE FROM first_row').run()
}

function hasFirst(db: WriteDb): boolean {
  return db.pluck<[], number>('SELECT 1 FROM first_row LIMIT 1').get() !== undefined
}
