import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { runPlatform } from '#platform/run-platform.ts'
import type { PlatformOptions } from '#platform/run-platform.ts'
import type { Platform } from '#platform/platform.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { startTestPostgres } from '#tests/builders/test-postgres.ts'
import type { TestPostgres } from '#tests/builders/test-postgres.ts'
import { httpClient } from './http-client.ts'
import type { HttpClient } from './http-client.ts'
import { enrolSeat } from './seat.ts'
import type { Seat } from './seat.ts'

/** The real server on a real PostgreSQL, reached over HTTP; the clock can be turned. */
export interface PlatformUnderTest {
  readonly url: string
  /** Without TLS whatever the platform has: for programs on this machine. */
  readonly localUrl: string
  readonly dataDir: string
  readonly adminToken: string
  readonly postgres: TestPostgres
  readonly platform: Platform
  readonly clock: Clock & { advance(ms: number): void }
  /** What it logged, as one text. */
  logged(): string
  /** A client with this bearer token, or none. */
  as(token: string | null): HttpClient
  readonly admin: HttpClient
  enrol(seat: string): Promise<Seat>
  signInOnline(person: string, posts: readonly string[]): Promise<HttpClient>
  stop(): Promise<void>
}

const PIN = '246810'

/** `pagesDir`: built pages for it to serve. `more`: how it keeps snapshots, and its certificate. */
export async function startPlatform(
  town: 'small' | 'none' = 'small',
  pagesDir: string | null = null,
  more: Pick<PlatformOptions, 'snapshotBuilder' | 'snapshotRules' | 'tls'> = {},
): Promise<PlatformUnderTest> {
  const postgres = await startTestPostgres()
  const dataDir = await mkdtemp(join(tmpdir(), 'hall-platform-'))
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
  const clock = turnableClock()
  const stored = { connection: () => postgres.connection, dataDir, pagesDir }
  const options = { ...stored, port: 0, town, seed: 1, log, clock, checkReplies: true, ...more }
  const running = unwrap(await runPlatform(options))
  const adminToken = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim()
  const as = (token: string | null): HttpClient => httpClient(running.url, token)
  const admin = as(adminToken)
  return {
    ...{
      url: running.url,
      localUrl: running.localUrl,
      dataDir,
      adminToken,
      postgres,
      platform: running.platform,
      clock,
      logged: () => lines.join(''),
      as,
      admin,
    },
    enrol: (seat) => enrolSeat(as, admin, seat),
    async signInOnline(person, posts) {
      const { body } = await as(null).post<{ token: string }>('/v1/sign-ins', { person, secret: PIN, posts, shift: null })
      return as(body.token)
    },
    async stop() {
      await running.close()
      await postgres.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function turnableClock(): Clock & { advance(ms: number): void } {
  let ahead = 0
  return { now: () => Date.now() + ahead, monotonicMs: () => performance.now() + ahead, advance: (ms) => (ahead += ms) }
}
