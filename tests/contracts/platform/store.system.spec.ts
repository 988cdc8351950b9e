import { sql } from 'kysely'
import { Client } from 'pg'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '#platform/database.ts'
import type { PgConnection } from '#platform/launcher/index.ts'
import { runPlatform } from '#platform/run-platform.ts'
import type { RunningPlatform } from '#platform/run-platform.ts'
import { migrations } from '#platform/store/migrations/index.ts'
import { commitChanges } from '#platform/store/commit-changes.ts'
import { openStore } from '#platform/store/open-store.ts'
import { isStoreLost, transact } from '#platform/store/transact.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { freshDatabase, startTestPostgres } from '#tests/builders/test-postgres.ts'
import type { TestPostgres } from '#tests/builders/test-postgres.ts'

let postgres: TestPostgres
let folder: string

beforeAll(async () => {
  postgres = await startTestPostgres()
  folder = await mkdtemp(join(tmpdir(), 'hall-store-'))
})
afterAll(async () => {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

const run = (connection: PgConnection, name: string, town: 'small' | 'none' = 'none') =>
  runPlatform({
    connection: () => connection,
    dataDir: join(folder, name),
    port: 0,
    town,
    seed: 1,
    log: pino({ level: 'silent' }),
  })

async function query(connection: PgConnection, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client(connection)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

describe('the schema', () => {
  it('is numbered in tens and recorded once per step', async () => {
    const connection = await freshDatabase(postgres)

    await unwrap(await run(connection, 'schema')).close()
    await unwrap(await run(connection, 'schema')).close()

    const versions = (await query(connection, 'SELECT version FROM schema_version ORDER BY version')).map(
      ({ version }) => version,
    )
    expect(versions).toEqual(migrations.map(({ version }) => version))
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => Number(a) - Number(b)))
    expect(migrations.every(({ version }) => version % 10 === 0)).toBe(true)
  })

  it('of a newer program is left alone and named', async () => {
    const connection = await freshDatabase(postgres)
    await unwrap(await run(connection, 'newer')).close()
    await query(connection, 'INSERT INTO schema_version (version) VALUES (99990)')

    const refused = await run(connection, 'newer')

    expect(refused).toEqual({
      ok: false,
      error: { code: 'schema-newer', detail: `database 99990, program ${migrations.at(-1)!.version}` },
    })
  })
})

describe('several platform processes on one PostgreSQL', () => {
  let both: RunningPlatform[]
  beforeAll(async () => {
    const connection = await freshDatabase(postgres)
    both = await Promise.all([run(connection, 'a', 'small'), run(connection, 'b', 'small')].map(async (one) => unwrap(await one)))
  })
  afterAll(async () => {
    await Promise.all(both.map((one) => one.close()))
  })

  it('start at once and make one hall with one town', () => {
    const [a, b] = both

    expect(a!.platform.hall).toEqual(b!.platform.hall)
    expect(a!.platform.feed.head).toBe(b!.platform.feed.head)
  })

  it("hear of each other's commits at once", async () => {
    const [a, b] = both
    const heard = new Promise<void>((resolve) => {
      b!.platform.feed.listen({ changed: resolve, beat: () => undefined, lost: () => undefined })
    })

    const { store, hall } = a!.platform
    await transact(store.db, (tx) => commitChanges(tx, hall.id, [{ kind: 'place', id: 'p', ver: 1, row: { name: '站' } }]))

    await heard
  })
})

describe('a connection that PostgreSQL ends', () => {
  it('in mid-transaction costs that transaction, which is told, and nothing else', async () => {
    const connection = await freshDatabase(postgres)
    const lost: string[] = []
    const store = openStore(
      () => connection,
      (error) => lost.push(error.message),
    )
    const one = sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`

    const refused = await transact(store.db, async (tx) => {
      const [row] = (await one.execute(tx)).rows
      await query(connection, `SELECT pg_terminate_backend(${String(row!.pid)}, 10000)`)
      await one.execute(tx)
    }).catch((error: unknown) => error)

    expect(isStoreLost(refused)).toBe(true)
    expect(lost.length).toBeGreaterThan(0)
    expect((await one.execute(store.db)).rows).toHaveLength(1)
    await store.close()
  })
})

describe('a PostgreSQL of somebody else', () => {
  it('is used by its URL and left running', async () => {
    const connection = await freshDatabase(postgres)
    const { host, port, user, password, database } = connection
    const at = host.startsWith('/')
      ? `localhost:${port}/${database}?host=${encodeURIComponent(host)}`
      : `${host}:${port}/${database}`

    const opened = unwrap(
      await openDatabase(folder, `postgresql://${user}:${encodeURIComponent(password)}@${at}`, () => undefined),
    )
    const platform = unwrap(await run(opened.connection(), 'url'))
    await platform.close()
    await opened.close()

    expect(await query(connection, 'SELECT count(*)::int AS n FROM hall')).toEqual([{ n: 1 }])
    expect(await openDatabase(folder, 'mysql://x', () => undefined)).toMatchObject({ ok: false, error: { code: 'pg-url-bad' } })
  })
})
