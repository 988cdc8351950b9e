// The platform's rows by kind, as id and version: what digests are made of.
import { splitKinds, WHOLE_KIND } from '#shared/platform-api/digests.ts'
import { hash } from 'node:crypto'
import type { ReadDb } from '../driver.ts'

export interface HeldRow {
  readonly id: string
  readonly ver: number
}

/** Beneath pending commands the platform's row stands apart. */
const CASES = `
  SELECT id, feed_ver AS ver FROM case_base
  UNION ALL SELECT id, feed_ver FROM "case" c WHERE feed_ver > 0 AND NOT EXISTS (SELECT 1 FROM case_base b WHERE b.id = c.id)
`
const ofTable: Readonly<Record<string, string>> = {
  'case': CASES,
  'flow': 'SELECT id, ver FROM flow',
  'grid': 'SELECT id, ver FROM grid',
  'component': 'SELECT id, ver FROM component',
  'map-feature': 'SELECT id, ver FROM map_feature',
  'street': "SELECT id, ver FROM named_place WHERE kind = 'street'",
  'place': "SELECT id, ver FROM named_place WHERE kind = 'place'",
}

/** Every row of a kind. A row that could not be understood counts as what came last. */
export function heldRows(db: ReadDb, kind: string): IterableIterator<HeldRow> {
  const rows = ofTable[kind] ?? 'SELECT id, ver FROM entity_row WHERE kind = @kind'
  const sql = `
    SELECT id, coalesce((SELECT f.ver FROM flagged f WHERE f.kind = @kind AND f.id = held.id), ver) AS ver FROM (${rows}) held
    UNION ALL
    SELECT id, ver FROM flagged WHERE kind = @kind AND id NOT IN (SELECT id FROM (${rows}))
  `
  return db.prepare<[{ kind: string }], HeldRow>(sql).iterate({ kind })
}

export function heldKinds(db: ReadDb): readonly string[] {
  const others = db.pluck<[], string>('SELECT DISTINCT kind FROM entity_row UNION SELECT DISTINCT kind FROM flagged').all()
  return [...new Set([...Object.keys(ofTable), ...others])]
}

export function bucketOf(kind: string, id: string): string {
  return splitKinds.has(kind) ? hash('sha256', id, 'hex').slice(0, 2) : WHOLE_KIND
}
