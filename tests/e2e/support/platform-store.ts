import { readFileSync } from 'node:fs'
import pg from 'pg'
import { launcherPaths } from '#platform/launcher/paths.ts'
import type { TestPlatform } from './test-platform.ts'

/** Reads the platform's own PostgreSQL, past every interface of ours. */
export async function askStore<Row extends pg.QueryResultRow>(
  platform: TestPlatform,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const paths = launcherPaths(platform.dataDir)
  const client = new pg.Client({
    host: paths.run,
    user: 'hall',
    database: 'hall',
    password: readFileSync(paths.password, 'utf8').trim(),
  })
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end()
  }
}
