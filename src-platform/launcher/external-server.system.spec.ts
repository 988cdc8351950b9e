import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase, startTestPostgres, type TestPostgres } from '#tests/builders/test-postgres.ts'
import { connectionFromUrl } from './index.ts'

let server: TestPostgres

beforeAll(async () => {
  server = await startTestPostgres()
})

afterAll(async () => {
  await server.stop()
})

function url(password: string, database: string): string {
  return `postgresql://hall:${password}@localhost/${database}?host=${encodeURIComponent(server.connection.host)}`
}

describe('a server named by HALL_PG_URL', () => {
  it('is used when it is new enough and speaks UTF8', async () => {
    const { database } = await freshDatabase(server)

    const { options: _ours, ...place } = server.connection

    const found = await connectionFromUrl(url(server.connection.password, database))

    expect(found).toEqual({ ok: true, value: { ...place, database, ssl: false } })
  })

  it('is refused when its database is not UTF8', async () => {
    const client = new pg.Client(server.connection)
    client.on('error', () => undefined)
    await client.connect()
    await client.query("create database old_ascii encoding 'SQL_ASCII' template template0")
    await client.end()

    const found = await connectionFromUrl(url(server.connection.password, 'old_ascii'))

    expect(found).toEqual({ ok: false, error: { code: 'pg-not-utf8', detail: 'SQL_ASCII' } })
  })

  it.each([
    ['wrong-secret', 'hall'],
    [null, 'no_such_database'],
  ])('is refused without repeating the password (%s, %s)', async (password, database) => {
    const used = password ?? server.connection.password

    const found = await connectionFromUrl(url(used, database))

    expect(found).toMatchObject({ ok: false, error: { code: 'pg-unreachable' } })
    expect(JSON.stringify(found)).not.toContain(used)
  })

  it('is refused when nobody listens there', async () => {
    const found = await connectionFromUrl('postgresql://hall:x@127.0.0.1:1/hall')

    expect(found).toMatchObject({ ok: false, error: { code: 'pg-unreachable' } })
  })
})

describe('a server for tests', () => {
  it('gives every caller an empty database of its own', async () => {
    const first = await freshDatabase(server)
    const second = await freshDatabase(server)
    const pool = new pg.Pool(first)

    await pool.query('create table mine (n int)')
    await pool.end()

    expect(first.database).not.toBe(second.database)
    const other = new pg.Pool(second)
    expect((await other.query("select to_regclass('mine') as found")).rows).toEqual([{ found: null }])
    await other.end()
  })
})
