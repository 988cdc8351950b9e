import { type StartOptions, startPostgres } from '../index.ts'

/**
 * A launcher in a process of its own, for tests that kill it: `node hold-postgres.ts '{"dataDir": ...}'`. Prints one line of JSON
 * (the result), then holds the server until SIGTERM.
 */
const options = JSON.parse(process.argv[2] ?? '{}') as Omit<StartOptions, 'log'> // the test's own object, passed through

const started = await startPostgres({
  ...options,
  log: (line) => {
    process.stderr.write(`${line}\n`)
  },
})
if (started.ok) {
  const running = started.value
  const { pid, adopted, connection } = running
  const hold = setInterval(() => undefined, 60_000)
  process.once('SIGTERM', () => {
    void running.stop().then(() => {
      clearInterval(hold)
    })
  })
  process.stdout.write(`${JSON.stringify({ ok: true, pid, adopted, connection })}\n`)
} else {
  process.stdout.write(`${JSON.stringify(started)}\n`)
}
