import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { type PgConnection, type RunningPostgres, startPostgres, type StartOptions } from './index.ts'
import { isRunning, postgresProcesses } from './processes.ts'
import { holdPostgres } from './testing/held-launcher.ts'
import { waitUntil } from './wait.ts'

let home: string
let toStop: RunningPostgres[]

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hall-launcher-'))
  toStop = []
})

afterEach(async () => {
  for (const running of toStop) await running.stop()
  await rm(home, { recursive: true, force: true })
})

async function start(options: Partial<StartOptions> = {}): Promise<RunningPostgres> {
  const running = unwrap(await startPostgres({ dataDir: home, log: () => undefined, ...options }))
  toStop.push(running)
  return running
}

async function value(connection: PgConnection, sql: string): Promise<unknown> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const found = await client.query<Record<string, unknown>>(sql)
    return Object.values(found.rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

describe('the embedded PostgreSQL of a data folder', () => {
  it('counts Chinese characters, keeps everything on disk and opens no port', async () => {
    const { connection } = await start()

    expect(await value(connection, "select length('井盖')")).toBe(2)
    expect(await value(connection, "select current_setting('server_encoding')")).toBe('UTF8')
    expect(await value(connection, "select current_setting('listen_addresses')")).toBe('')
    expect(await value(connection, "select current_setting('fsync') || current_setting('synchronous_commit')")).toBe('onon')
    expect(await value(connection, "select current_setting('TimeZone')")).toBe('UTC')
    expect((await stat(connection.host)).mode & 0o777).toBe(0o700)
    expect((await stat(join(home, 'pg', 'password'))).mode & 0o777).toBe(0o600)
  })

  it('lets nobody in without the password', async () => {
    const { connection } = await start()

    const attempt = value({ ...connection, password: 'guess' }, 'select 1')

    await expect(attempt).rejects.toThrow(/password/)
  })

  it('shows no secret in any command line', async () => {
    const { pid, connection } = await start()

    const commandLine = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8')

    expect(commandLine).not.toContain(connection.password)
  })

  it('refuses a second start and names the process that holds the data', async () => {
    await start()

    const second = await startPostgres({ dataDir: home, log: () => undefined })

    expect(second).toEqual({ ok: false, error: { code: 'already-running', detail: `pid ${String(process.pid)}` } })
  })

  it('leaves no process behind, however often it is stopped, and keeps the data for the next start', async () => {
    const first = await start()
    await value(first.connection, 'create table kept as select 7 as n')

    await Promise.all([first.stop(), first.stop()])
    await first.stop()

    expect(isRunning(first.pid)).toBe(false)
    expect(postgresProcesses(join(home, 'pg', 'cluster'))).toEqual([])
    const second = await start()
    expect(second.adopted).toBe(false)
    expect(await value(second.connection, 'select n from kept')).toBe(7)
  })

  it('stops although a session stands in an open transaction', async () => {
    const running = await start()
    const client = new pg.Client(running.connection)
    client.on('error', () => undefined)
    await client.connect()
    await client.query('begin; create table open_work (n int)')

    await running.stop()

    expect(postgresProcesses(join(home, 'pg', 'cluster'))).toEqual([])
    await client.end()
  })

  it.each(["卫星 '席' 一", 'a, b "c"', `deep/${'城市'.repeat(20)}/folder`])('works below a folder named %s', async (name) => {
    const dataDir = join(home, name)
    await mkdir(dataDir, { recursive: true })
    const running = await start({ dataDir })

    const length = await value(running.connection, "select length('窨井')")
    await running.stop()

    expect(length).toBe(2)
    const foreign = !running.connection.host.startsWith(home)
    expect(foreign && existsSync(running.connection.host)).toBe(false)
  })

  it('is made anew when the first start was killed in the middle of creating it', async () => {
    const held = holdPostgres({ options: { dataDir: home } })
    const unanswered = expect(held.reply).rejects.toThrow('without a reply')
    const halfMade = (): boolean =>
      existsSync(join(home, 'pg')) && readdirSync(join(home, 'pg')).some((name) => name.startsWith('cluster.making-'))
    const seen = await waitUntil(halfMade, 60_000, systemClock)
    await held.end('SIGKILL')
    await unanswered

    const running = await start()

    expect(seen).toBe(true)
    expect(await value(running.connection, "select length('井盖')")).toBe(2)
    expect((await readdir(join(home, 'pg'))).filter((name) => name.startsWith('cluster'))).toEqual(['cluster'])
  })

  it('starts beside a stale postmaster.pid, even when its number belongs to another program now', async () => {
    await (await start()).stop()
    const cluster = join(home, 'pg', 'cluster')
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' })
    await writeFile(
      join(cluster, 'postmaster.pid'),
      `${String(stranger.pid)}\n${cluster}\n1700000000\n5432\n/nowhere\n\n  1 1\nready   \n`,
    )

    const running = await start()
    const unharmed = stranger.exitCode === null && stranger.signalCode === null
    stranger.kill()

    expect(running.adopted).toBe(false)
    expect(unharmed).toBe(true)
    expect(await value(running.connection, 'select 1')).toBe(1)
  })

  it('reports a server that was killed and starts anew with everything committed', async () => {
    let report: string | null = null
    const first = await start({
      onExit: (reason) => {
        report = reason
      },
    })
    await value(first.connection, 'create table kept as select 7 as n')

    process.kill(first.pid, 'SIGKILL')
    const told = await waitUntil(() => report !== null, 30_000, systemClock)
    const second = await start()

    expect(told).toBe(true)
    expect(second.pid).not.toBe(first.pid)
    expect(await value(second.connection, 'select n from kept')).toBe(7)
  })

  it('gives a cluster a new password when the file with it is lost', async () => {
    const first = await start()
    await value(first.connection, 'create table kept as select 7 as n')
    await first.stop()
    await rm(join(home, 'pg', 'password'))

    const second = await start()

    expect(second.connection.password).not.toBe(first.connection.password)
    expect(await value(second.connection, 'select n from kept')).toBe(7)
  })

  it('starts on a folder that was put back with a plain copy, whose rights are not those of the original', async () => {
    const { connection, stop } = await start()
    await value(connection, 'create table kept as select 7 as n')
    await stop()
    for (const folder of ['pg', 'pg/cluster']) await chmod(join(home, folder), 0o755)

    const again = await start()

    expect(await value(again.connection, 'select n from kept')).toBe(7)
    expect((await stat(join(home, 'pg/cluster'))).mode & 0o777).toBe(0o700)
  })

  it('says that the password does not fit', async () => {
    await (await start()).stop()
    await writeFile(join(home, 'pg', 'password'), 'another\n')

    const refused = await startPostgres({ dataDir: home, log: () => undefined })

    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'pg-start-failed', detail: expect.stringContaining('password') as string },
    })
    expect(postgresProcesses(join(home, 'pg', 'cluster'))).toEqual([])
  })

  it('names the reason when the server cannot start, and the data folder is free again', async () => {
    await (await start()).stop()
    const settings = join(home, 'pg', 'cluster', 'postgresql.conf')
    const before = await readFile(settings, 'utf8')
    await appendFile(settings, "\nmax_connections = 'many'\n")

    const refused = await startPostgres({ dataDir: home, log: () => undefined })
    await writeFile(settings, before)

    expect(refused).toMatchObject({ ok: false, error: { code: 'pg-start-failed' } })
    expect(await value((await start()).connection, 'select 1')).toBe(1)
  })
})

describe('a cluster these binaries cannot open', () => {
  it.each([
    ['99', 'schema-newer'],
    ['9', 'pg-cluster-older'],
    ['', 'pg-cluster-damaged'],
  ])('of version "%s" is refused as %s and left as it is', async (version, code) => {
    await (await start()).stop()
    const file = join(home, 'pg', 'cluster', 'PG_VERSION')
    const entries = await readdir(join(home, 'pg', 'cluster'))
    await writeFile(file, version)

    const refused = await startPostgres({ dataDir: home, log: () => undefined })

    expect(refused).toMatchObject({ ok: false, error: { code } })
    expect(await readdir(join(home, 'pg', 'cluster'))).toEqual(entries)
  })
})
