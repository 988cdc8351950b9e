import { sql } from 'kysely'
import type { EntityKind } from '#shared/platform-api/changes.ts'
import type { Db, Tx } from './migrations/migration.ts'

export interface StoredEntity {
  readonly id: string
  readonly ver: number
  readonly seq: number
  readonly row: Record<string, unknown>
}

/** The present version of an entity; undefined when there is none or it was deleted. */
export async function findEntity(db: Db | Tx, hall: string, kind: EntityKind, id: string): Promise<StoredEntity | undefined> {
  return db
    .selectFrom('entity')
    .select(['id', 'ver', 'seq', 'row'])
    .where('hall', '=', hall)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('deleted', '=', false)
    .executeTakeFirst()
}

/** Present entities of a kind in the order of their ids. */
export async function listEntities(
  db: Db | Tx,
  hall: string,
  kind: EntityKind,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<StoredEntity[]> {
  return db
    .selectFrom('entity')
    .select(['id', 'ver', 'seq', 'row'])
    .where('hall', '=', hall)
    .where('kind', '=', kind)
    .where('deleted', '=', false)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Flow records of a case in their order. */
export async function listFlow(db: Db | Tx, hall: string, caseId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    SELECT row FROM entity WHERE hall = ${hall} AND kind = 'flow' AND row->>'caseId' = ${caseId}
    ORDER BY (row->>'n')::int`.execute(db)
  return rows.map((line) => line.row)
}
