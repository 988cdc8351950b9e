import { sql } from 'kysely'
import type { CaseId } from '#shared/kernel/ids.ts'
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { Current } from '#shared/platform-api/commands.ts'
import { findEntity } from '../store/entities.ts'
import type { Db, Tx } from '../store/migrations/migration.ts'

/** A case as it stands inside a transaction that holds its lock. */
export interface CaseFile {
  readonly row: CaseRow | null
  readonly flowCount: number
}

export async function openCase(tx: Tx, hall: string, id: CaseId): Promise<CaseFile> {
  const found = await findEntity(tx, hall, 'case', id)
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM entity WHERE hall = ${hall} AND kind = 'flow' AND row->>'caseId' = ${id}`.execute(tx)
  return { row: found === undefined ? null : CaseRow.parse(found.row), flowCount: rows[0]?.count ?? 0 }
}

/** Has any of these people or departments acted on the case, or been asked to? */
export async function hadToDoWith(db: Db | Tx, hall: string, id: CaseId, names: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM entity WHERE hall = ${hall} AND kind = 'flow' AND row->>'caseId' = ${id}
    AND (row->>'receiver' = ANY (${names}::text[]) OR row->>'person' = ANY (${names}::text[])) LIMIT 1`.execute(db)
  return rows.length > 0
}

/** How the case stands now and who brought it there; what a loser is shown. */
export async function describeCurrent(db: Db | Tx, hall: string, row: CaseRow | null): Promise<Current | null> {
  if (row === null) return null
  const { rows } = await sql<{ row: unknown }>`
    SELECT row FROM entity WHERE hall = ${hall} AND kind = 'flow' AND row->>'caseId' = ${row.id}
    ORDER BY (row->>'n')::int DESC LIMIT 50`.execute(db)
  const moved = rows.map((line) => FlowRecord.parse(line.row)).find((flow) => raisesVersion(flow.action))
  return { row, byName: moved?.personName ?? '', bySeat: moved?.seat ?? null, at: moved?.at ?? row.lastActAt }
}
