// What the platform has really stored, read in its PostgreSQL behind its back.
import { CaseRow } from '#shared/domain/case/case-row.ts'
import { launcherPaths } from '#platform/launcher/paths.ts'
import { readPostmasterFile } from '#platform/launcher/postmaster-file.ts'
import { askStore } from './platform-store.ts'
import type { TestPlatform } from './test-platform.ts'

export interface StoredCommand {
  readonly id: string
  readonly caseId: string
  readonly seat: string | null
  readonly s: number | null
  readonly action: string
  readonly result: string
}

/** Process number of the PostgreSQL server; null when none is running. */
export function postgresPid({ dataDir }: TestPlatform): number | null {
  return readPostmasterFile(launcherPaths(dataDir).cluster)?.pid ?? null
}

/** Every command that was ever settled, in the order of settling. */
export function storedCommands(platform: TestPlatform): Promise<StoredCommand[]> {
  return askStore<StoredCommand>(
    platform,
    `
    SELECT id, case_id AS "caseId", seat, s::int AS s, action, outcome->>'result' AS result FROM command ORDER BY received_at, s
  `,
  )
}

/** Effects per command: how many flow records bear its id, over all cases. */
export async function storedEffects(platform: TestPlatform): Promise<ReadonlyMap<string, number>> {
  const rows = await askStore<{ id: string; n: number }>(
    platform,
    `
    SELECT row->>'id' AS id, count(*)::int AS n FROM entity WHERE kind = 'flow' AND NOT deleted GROUP BY 1
  `,
  )
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** Ids of a case's flow records, that is of its effects, in order. */
export async function storedFlow(platform: TestPlatform, caseId: string): Promise<string[]> {
  const rows = await askStore<{ id: string }>(
    platform,
    `
    SELECT id FROM entity WHERE kind = 'flow' AND NOT deleted AND row->>'caseId' = $1 ORDER BY (row->>'n')::int
  `,
    [caseId],
  )
  return rows.map(({ id }) => id)
}

export async function storedCase(platform: TestPlatform, caseId: string): Promise<CaseRow | null> {
  const [found] = await askStore<{ row: unknown }>(
    platform,
    "SELECT row FROM entity WHERE kind = 'case' AND id = $1 AND NOT deleted",
    [caseId],
  )
  return found === undefined ? null : CaseRow.parse(found.row)
}
