import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { startPostgres } from './index.ts'
import { postgresProcesses } from './processes.ts'
import { type HeldLauncher, type HeldReply, holdPostgres } from './testing/held-launcher.ts'
import { waitUntil } from './wait.ts'

type Held = Extract<HeldReply, { ok: true }>

let home: string
let launchers: HeldLauncher[]

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hall-orphan-'))
  launchers = []
})

afterEach(async () => {
  for (const launcher of launchers) await launcher.end('SIGKILL')
  for (const pid of postgresProcesses(join(home, 'pg', 'cluster'))) process.kill(pid, 'SIGKILL')
  await waitUntil(() => postgresProcesses(join(home, 'pg', 'cluster')).length === 0, 10_000, systemClock)
  await rm(home, { recursive: true, force: true })
})

async function killedLauncher(diesWithLauncher: boolean): Promise<Held> {
  const launcher = holdPostgres({ options: { dataDir: home, diesWithLauncher } })
  launchers.push(launcher)
  const reply = await launcher.reply
  if (!reply.ok) throw new Error(reply.error.code)
  await commit(reply)
  await launcher.end('SIGKILL')
  return reply
}

async function commit(reply: Held): Promise<void> {
  const client = new pg.Client(reply.connection)
  await client.connect()
  await client.query('create table kept as select 7 as n')
  await client.end()
}

async function kept(connection: Held['connection']): Promise<unknown> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query<{ n: number }>('select n from kept')).rows[0]?.n
  } finally {
    await client.end()
  }
}

describe('the server of a launcher killed with -9', () => {
  it('is adopted when it still answers, and stops without a trace', async () => {
    const orphan = await killedLauncher(false)

    const running = unwrap(await startPostgres({ dataDir: home, log: () => undefined }))
    const read = await kept(running.connection)
    await running.stop()

    expect(running).toMatchObject({ adopted: true, pid: orphan.pid })
    expect(read).toBe(7)
    expect(postgresProcesses(join(home, 'pg', 'cluster'))).toEqual([])
  })

  it('is reported when it dies after its adoption', async () => {
    const orphan = await killedLauncher(false)
    let report: string | null = null
    unwrap(
      await startPostgres({
        dataDir: home,
        log: () => undefined,
        onExit: (reason) => {
          report = reason
        },
      }),
    )

    process.kill(orphan.pid, 'SIGKILL')

    expect(await waitUntil(() => report !== null, 30_000, systemClock)).toBe(true)
  })

  it('is stopped and replaced when it is frozen', async () => {
    const orphan = await killedLauncher(false)
    process.kill(orphan.pid, 'SIGSTOP')

    const running = unwrap(await startPostgres({ dataDir: home, log: () => undefined }))
    const read = await kept(running.connection)
    await running.stop()

    expect(running.adopted).toBe(false)
    expect(running.pid).not.toBe(orphan.pid)
    expect(read).toBe(7)
  })

  it('ends by itself where the kernel can tell it, and nothing is lost', async () => {
    await killedLauncher(true)

    const gone = await waitUntil(() => postgresProcesses(join(home, 'pg', 'cluster')).length === 0, 30_000, systemClock)
    const running = unwrap(await startPostgres({ dataDir: home, log: () => undefined }))
    const read = await kept(running.connection)
    await running.stop()

    expect(gone).toBe(true)
    expect(read).toBe(7)
  })

  it('is waited for when the next start comes at once', async () => {
    await killedLauncher(true)

    const running = unwrap(await startPostgres({ dataDir: home, log: () => undefined }))
    const read = await kept(running.connection)
    await running.stop()

    expect(running.adopted).toBe(false)
    expect(read).toBe(7)
  })

  it('is left alone while its launcher lives: the second launcher is told who holds the data', async () => {
    const first = holdPostgres({ options: { dataDir: home } })
    launchers.push(first)
    const running = await first.reply

    const second = await startPostgres({ dataDir: home, log: () => undefined })
    await first.end('SIGTERM')

    expect(running.ok).toBe(true)
    expect(second).toEqual({ ok: false, error: { code: 'already-running', detail: `pid ${String(first.process.pid)}` } })
    expect(postgresProcesses(join(home, 'pg', 'cluster'))).toEqual([])
  })

  it('is given to one of several launchers that start at the same moment', async () => {
    await killedLauncher(false)

    const rivals = [1, 2, 3].map(() => holdPostgres({ options: { dataDir: home } }))
    launchers.push(...rivals)
    const replies = await Promise.all(rivals.map((rival) => rival.reply))

    expect(replies.filter((reply) => reply.ok)).toHaveLength(1)
    expect(replies.flatMap((reply) => (reply.ok ? [] : [reply.error.code]))).toEqual(['already-running', 'already-running'])
  })
})
