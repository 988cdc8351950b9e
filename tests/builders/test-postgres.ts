import { randomBytes } from 'node:crypto'
import { cp, lstat, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries } from '#platform/launcher/binaries.ts'
import { type PgConnection, type RunningPostgres, startPostgres } from '#platform/launcher/index.ts'
import { unwrap } from '#shared/kernel/result.ts'

/** A throw-away server; `stop` also removes its data folder. */
export interface TestPostgres extends RunningPostgres {
  readonly dataDir: string
}

/**
 * A fresh cluster in about 0.3 s: made once per machine, user and PostgreSQL version in the system's temporary folder, then
 * copied. It does not survive a power cut; everything else is as in production.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hall-test-'))
  await cp(await templateFolder(), dataDir, { recursive: true })
  const running = unwrap(await startPostgres({ dataDir, durable: false, log: () => undefined }))
  const stop = async (): Promise<void> => {
    await untilAlone(running)
    await running.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { ...running, dataDir, stop }
}

/** Creates an empty UTF8 database and gives the configuration for a `pg` pool on it. */
export async function freshDatabase(server: Pick<RunningPostgres, 'connection'>, name = randomName()): Promise<PgConnection> {
  const client = new pg.Client(server.connection)
  // On a busy machine the server may be stopped before it has read the farewell; nobody waits for its last word.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`create database ${client.escapeIdentifier(name)} encoding 'UTF8' template template0`)
  } finally {
    await client.end()
  }
  return { ...server.connection, database: name }
}

/** Waits, not for ever, until the server has read every farewell: one it cuts off itself complains to a client that has left. */
async function untilAlone(server: Pick<RunningPostgres, 'connection'>): Promise<void> {
  const client = new pg.Client(server.connection)
  client.on('error', () => undefined)
  try {
    await client.connect()
    for (let look = 0; look < 100; look += 1) {
      const { rows } = await client.query(
        "select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
      )
      if (rows.length === 0) break
      await sleep(50)
    }
  } catch (error) {
    // Some specs have ended the server themselves.
    if (!(error instanceof Error)) throw error
  } finally {
    await client.end()
  }
}

function randomName(): string {
  return `t_${randomBytes(6).toString('hex')}`
}

async function templateFolder(): Promise<string> {
  const folder = join(tmpdir(), `hall-test-template-${await binariesVersion()}-${String(userInfo().uid)}`)
  if (await isOurs(folder)) return folder
  const making = await mkdtemp(join(tmpdir(), 'hall-test-making-'))
  const running = unwrap(await startPostgres({ dataDir: making, durable: false, log: () => undefined }))
  await running.stop()
  // Only the cluster and its password: locks, logs and sockets belong to one run.
  const ready = await mkdtemp(join(tmpdir(), 'hall-test-making-'))
  await mkdir(join(ready, 'pg'), { mode: 0o700 })
  for (const part of ['cluster', 'password']) await rename(join(making, 'pg', part), join(ready, 'pg', part))
  await rm(making, { recursive: true, force: true })
  // Another run may have been faster; a folder that is not empty is never replaced.
  await rename(ready, folder).catch(async (error: unknown) => {
    await rm(ready, { recursive: true, force: true })
    if (!(await isOurs(folder))) throw error
  })
  return folder
}

async function binariesVersion(): Promise<string> {
  const manifest = join(dirname(unwrap(findBinaries()).postgres), '..', '..', 'package.json')
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string } // every npm package has one
  return version
}

/** The temporary folder is open to all: only a folder of our own, closed to others, is trusted. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null)
  if (found === null) return false
  if (found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0) return true
  throw new Error(`${folder} is not ours; remove it`)
}
