import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { until } from '#tests/builders/patience.ts'
import { freshDatabase, startTestPostgres } from '#tests/builders/test-postgres.ts'
import type { TestPostgres } from '#tests/builders/test-postgres.ts'
import type { PgConnection } from '../launcher/index.ts'
import { FeedWatch } from './feed-watch.ts'
import { sqlState } from './transact.ts'

let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())

/** The way to the server, on which its LISTEN can be spoilt: the server then lets in and refuses to listen. */
async function spoilableWay({ host, port }: PgConnection) {
  let isSpoilt = true
  const server = createServer((near) => {
    const far = connect(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${String(port)}` } : { host, port })
    near.on('data', (bytes: Buffer) => {
      far.write(isSpoilt ? Buffer.from(bytes.toString('latin1').replaceAll('LISTEN', 'LISTEM'), 'latin1') : bytes)
    })
    far.pipe(near)
    near.on('close', () => far.destroy()).on('error', () => undefined)
    far.on('close', () => near.destroy()).on('error', () => undefined)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    mend: () => (isSpoilt = false),
    close: () => server.close(),
  }
}

it('leaves no connection behind where it could connect and not listen', async () => {
  const connection = await freshDatabase(postgres)
  const way = await spoilableWay(connection)
  const client = new Client(connection)
  await client.connect()
  await client.query('CREATE TABLE feed_head (hall text, seq bigint)')
  const sessions = async (): Promise<number> =>
    (
      await client.query(
        'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
    ).rows.length
  const failures: unknown[] = []

  const watch = new FeedWatch(
    () => ({ ...connection, host: '127.0.0.1', port: way.port, ssl: false }),
    'main',
    (error) => failures.push(error),
  )
  await until('it failed a few times', () => failures.length >= 3)
  way.mend()
  await watch.ready

  await until('only the one that listens is left', async () => (await sessions()) === 1)
  expect(failures.map((error) => sqlState(error))).toEqual(failures.map(() => '42601'))
  await watch.close()
  await client.end()
  way.close()
})
