import { readFileSync } from 'node:fs'
import { ok, refuse, type Result } from '#shared/kernel/result.ts'
import { ask, type PgConnection } from './connection.ts'
import { isSystemError } from './files.ts'

const OLDEST = 150_000
const TIMEOUT_MS = 10_000

/**
 * The connection named by `HALL_PG_URL`, tried out: PostgreSQL 15 or newer with UTF8. Refusals: `pg-url-bad`, `pg-unreachable`,
 * `pg-too-old`, `pg-not-utf8`. No detail ever holds the password.
 */
export async function connectionFromUrl(url: string): Promise<Result<PgConnection>> {
  const parsed = parsePgUrl(url)
  if (!parsed.ok) return parsed
  const answer = await ask(parsed.value, TIMEOUT_MS)
  if (answer.kind !== 'answers') {
    const { host, port } = parsed.value
    return refuse(
      'pg-unreachable',
      `${host}:${String(port)} ${answer.kind === 'refuses' ? answer.sqlState : ''} ${answer.reason}`.replace(/ +/g, ' '),
    )
  }
  if (answer.versionNumber < OLDEST)
    return refuse('pg-too-old', `PostgreSQL ${String(Math.floor(answer.versionNumber / 10_000))}`)
  if (answer.encoding !== 'UTF8') return refuse('pg-not-utf8', answer.encoding)
  return parsed
}

/** Reads `postgresql://user:password@host:port/database?sslmode=...&sslrootcert=...&host=/socket/folder`. */
export function parsePgUrl(text: string): Result<PgConnection> {
  if (text.includes('\0') || !URL.canParse(text)) return refuse('pg-url-bad', 'not a URL')
  const url = new URL(text)
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') return refuse('pg-url-bad', 'scheme')
  const named = decodeParts(url)
  if (named === null) return refuse('pg-url-bad', 'percent encoding')
  for (const name of ['user', 'host', 'database'] as const) if (named[name] === '') return refuse('pg-url-bad', name)
  const ssl = readSsl(url.searchParams)
  if (!ssl.ok) return ssl
  return ok({ ...named, port: url.port === '' ? 5432 : Number(url.port), ssl: ssl.value })
}

function decodeParts(url: URL): Omit<PgConnection, 'port' | 'ssl' | 'options'> | null {
  try {
    const host = decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1')
    return {
      host: url.searchParams.get('host') ?? host,
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)),
    }
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

/** As libpq: `require` encrypts without knowing the server; `verify-full` checks its certificate. */
function readSsl(query: URLSearchParams): Result<PgConnection['ssl']> {
  const mode = query.get('sslmode') ?? 'disable'
  if (mode === 'disable') return ok(false)
  if (mode === 'require') return ok({ rejectUnauthorized: false })
  if (mode !== 'verify-full') return refuse('pg-url-bad', `sslmode=${mode}`)
  const file = query.get('sslrootcert')
  if (file === null) return ok({ rejectUnauthorized: true })
  try {
    return ok({ rejectUnauthorized: true, ca: readFileSync(file, 'utf8') })
  } catch (error) {
    if (isSystemError(error)) return refuse('pg-url-bad', `sslrootcert: ${error.code ?? ''}`)
    throw error
  }
}
