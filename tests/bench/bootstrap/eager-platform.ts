// The platform as a process, with a builder from the sources that begins as soon as the hall is as large as HALL_BENCH_ROWS.
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openDatabase } from '#platform/database.ts'
import { readCommandLine } from '#platform/options.ts'
import { whenParentGone } from '#platform/parent-gone.ts'
import { runPlatform } from '#platform/run-platform.ts'
import { unwrap } from '#shared/kernel/result.ts'

const options = unwrap(readCommandLine(process.argv.slice(2)))
const database = unwrap(await openDatabase(options.dataDir, process.env['HALL_PG_URL'], () => undefined))
const platform = unwrap(
  await runPlatform({
    ...options,
    tls: null,
    connection: database.connection,
    log: pino({ level: 'silent' }, pino.destination(2)),
    snapshotBuilder: fileURLToPath(new URL('../../../src-main/snapshot-builder/index.ts', import.meta.url)),
    snapshotRules: { leastRows: Number(process.env['HALL_BENCH_ROWS']), firstAfterMs: 0, everyMs: 500 },
  }),
)
const stop = async (): Promise<void> => {
  await platform.close()
  await database.close()
  process.exit(0)
}
whenParentGone(() => void stop())
process.once('SIGTERM', () => void stop())
process.stdout.write(`${JSON.stringify({ type: 'platform-ready', url: platform.url })}\n`)
