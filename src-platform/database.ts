import type { Result } from '#shared/kernel/result.ts'
import { ok } from '#shared/kernel/result.ts'
import { connectionFromUrl, startPostgres } from './launcher/index.ts'
import type { PgConnection, RunningPostgres, StartOptions } from './launcher/index.ts'
import type { ConnectionSource } from './store/open-store.ts'

export interface Database {
  readonly connection: ConnectionSource
  /** Stops the embedded server; somebody else's server is left alone. */
  close(): Promise<void>
}

const BACK_OFF_MS = [100, 250, 500, 1_000, 2_000, 5_000, 10_000]
/** A server that has lived so long has not failed in a row. */
const SETTLED_MS = 60_000

type Start = (options: StartOptions) => Promise<Result<RunningPostgres>>

/**
 * PostgreSQL for the platform: the server of `HALL_PG_URL`, or the embedded one, which is started again whenever it ends
 * unasked. While it is away, connections are refused and the API answers 503.
 */
export async function openDatabase(
  dataDir: string,
  url: string | undefined,
  log: (line: string) => void,
  start: Start = startPostgres,
): Promise<Result<Database>> {
  if (url !== undefined && url !== '') {
    const external = await connectionFromUrl(url)
    return external.ok ? ok({ connection: () => external.value, close: () => Promise.resolve() }) : external
  }
  return superviseEmbedded(dataDir, log, start)
}

async function superviseEmbedded(dataDir: string, log: (line: string) => void, start: Start): Promise<Result<Database>> {
  let running: RunningPostgres | undefined
  let failures = 0
  let startedAt = 0
  let closing = false
  let timer: NodeJS.Timeout | undefined
  let restarting: Promise<void> = Promise.resolve()

  const launch = async (): Promise<Result<RunningPostgres>> => {
    startedAt = performance.now()
    const started = await start({ dataDir, log, onExit: startAgain })
    if (started.ok) running = started.value
    return started
  }
  const startAgain = (reason: string): void => {
    if (closing) return
    failures = performance.now() - startedAt > SETTLED_MS ? 0 : failures + 1
    const waitMs = BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 0
    log(`PostgreSQL is started again in ${waitMs} ms: ${reason}`)
    timer = setTimeout(() => {
      restarting = launch().then((started) => {
        if (!started.ok) startAgain(`${started.error.code} ${started.error.detail ?? ''}`)
      })
    }, waitMs)
  }

  const first = await launch()
  if (!first.ok) return first
  let last: PgConnection = first.value.connection
  return ok({
    connection: () => (last = running?.connection ?? last),
    async close() {
      closing = true
      clearTimeout(timer)
      await restarting
      await running?.stop()
    },
  })
}
