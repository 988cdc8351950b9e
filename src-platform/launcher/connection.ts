import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ok, refuse, type Result } from '#shared/kernel/result.ts'
import type { PostmasterFile } from './postmaster-file.ts'
import { type Endpoint, LOOPBACK, SOCKET_PORT } from './settings.ts'

/** Everything `pg` needs; also the shape of a pool's configuration. */
export interface PgConnection {
  /** A host name, an address, or the absolute folder of a Unix socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  readonly ssl: false | { readonly rejectUnauthorized: boolean; readonly ca?: string }
  /** Settings of each session, as command-line options of the server. */
  readonly options?: string
}

export const HALL_USER = 'hall'
export const HALL_DATABASE = 'hall'
const PROBE_TIMEOUT_MS = 3_000
const FAREWELL_MS = 1_000
const CREATE_TIMEOUT_MS = 60_000

/** What came of one attempt to talk to a server. */
export type Answer =
  | { readonly kind: 'answers'; readonly versionNumber: number; readonly encoding: string }
  | { readonly kind: 'refuses'; readonly sqlState: string; readonly reason: string }
  | { readonly kind: 'silent'; readonly reason: string }

/** Shutting down, starting up, no connection free: asking again may help. */
const PASSING_STATES = new Set(['57P01', '57P02', '57P03', '53300'])

/** A refusal that asking again would not change, such as a wrong password. */
export function isFinalRefusal(answer: Answer): answer is Extract<Answer, { kind: 'refuses' }> {
  return answer.kind === 'refuses' && !PASSING_STATES.has(answer.sqlState)
}

export function connectionTo(endpoint: Endpoint, password: string, database: string): PgConnection {
  const place = endpoint.kind === 'tcp' ? { host: LOOPBACK, port: endpoint.port } : { host: endpoint.folder, port: SOCKET_PORT }
  // Spelt out, because `pg` would otherwise take both from this process's PGSSLMODE and PGOPTIONS.
  return { ...place, user: HALL_USER, password, database, ssl: false, options: '-c timezone=UTC' }
}

/** Where a running server listens by its own word; null when it opened nothing. */
export function endpointOf(file: PostmasterFile): Endpoint | null {
  if (file.socketDir !== '') return { kind: 'socket', folder: file.socketDir }
  return file.listenAddress === '' || file.port === 0 ? null : { kind: 'tcp', port: file.port }
}

/** Signs in and asks for version and encoding; never rejects, never takes longer than `timeoutMs` per step. */
export async function ask(connection: PgConnection, timeoutMs = PROBE_TIMEOUT_MS): Promise<Answer> {
  try {
    return await withClient(connection, timeoutMs, async (client) => {
      const found = await client.query<{ version: string; encoding: string }>(
        "select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding",
      )
      const row = found.rows[0]
      return { kind: 'answers', versionNumber: Number(row?.version ?? 0), encoding: row?.encoding ?? '' }
    })
  } catch (error) {
    if (error instanceof pg.DatabaseError) return { kind: 'refuses', sqlState: error.code ?? '', reason: error.message }
    return { kind: 'silent', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Creates the database if it is not there. */
export async function ensureDatabase(server: PgConnection, name: string): Promise<Result<void>> {
  try {
    await withClient(server, CREATE_TIMEOUT_MS, async (client) => {
      const found = await client.query('select 1 from pg_database where datname = $1', [name])
      if (found.rowCount === 0)
        await client.query(`create database ${client.escapeIdentifier(name)} encoding 'UTF8' template template0`)
    })
    return ok(undefined)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return refuse(/No space left on device/.test(reason) ? 'disk-full' : 'pg-start-failed', reason)
  }
}

async function withClient<T>(connection: PgConnection, timeoutMs: number, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs })
  // A server that goes away mid-talk reports here as well as in the pending call, which is where it is handled.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    // A frozen server never acknowledges the farewell.
    await Promise.race([Promise.allSettled([client.end()]), sleep(FAREWELL_MS, undefined, { ref: false })])
  }
}
