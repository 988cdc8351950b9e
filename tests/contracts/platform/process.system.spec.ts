import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { launcherPaths } from '#platform/launcher/paths.ts'

let dataDir: string
const started: ChildProcess[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hall-main-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  // PostgreSQL may still be leaving when its platform has left.
  await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

interface Started {
  readonly child: ChildProcess
  /** The one JSON line it prints. */
  readonly line: {
    readonly type: string
    readonly url: string
    readonly departmentUrl: string | null
    readonly pid: number
    readonly code?: string
  }
}

async function start(args: readonly string[] = ['--town', 'none']): Promise<Started> {
  const child = spawn(process.execPath, ['src-platform/main.ts', '--data-dir', dataDir, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '' },
  })
  started.push(child)
  child.stderr.resume()
  const [text] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, line: JSON.parse(text) as Started['line'] }
}

/** Ends whoever of the platform waits for a lock. */
const ENDED_WAITING = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'wanmi-platform' AND wait_event_type = 'Lock'`

async function openStoreOf(folder: string): Promise<Client> {
  const { run: host, password } = launcherPaths(folder)
  const client = new Client({ host, user: 'hall', database: 'hall', password: (await readFile(password, 'utf8')).trim() })
  await client.connect()
  return client
}

/** Asks until it is so; fails after half a minute. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('it did not come to be')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const health = async (url: string): Promise<number> => (await fetch(`${url}/v1/health`)).status

/** Processes whose command line names our data folder: PostgreSQL and its children's parent. */
async function processesOf(folder: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(
    pids.map(async (pid) => [Number(pid), await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')] as const),
  )
  return lines.filter(([, line]) => line.includes(folder)).map(([pid]) => pid)
}

describe('the platform process', () => {
  it('says where it is, keeps that to its owner, and leaves nothing when it is told to stop', async () => {
    const { child, line } = await start()
    expect(line).toEqual({
      type: 'platform-ready',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
      // Null where the windows have not been built.
      departmentUrl: line.departmentUrl === null ? null : `${line.url}/department/`,
      pid: child.pid,
    })
    expect(JSON.parse(await readFile(join(dataDir, 'platform.json'), 'utf8'))).toEqual({ url: line.url, localUrl: line.url, pid: child.pid })
    expect((await stat(join(dataDir, 'platform.json'))).mode & 0o077).toBe(0)
    expect((await stat(join(dataDir, 'platform.log'))).mode & 0o077).toBe(0)

    child.kill('SIGTERM')
    const [code] = (await once(child, 'exit')) as [number]

    expect(code).toBe(0)
    expect(await processesOf(dataDir)).toEqual([])
    expect(await readdir(dataDir)).not.toContain('platform.json')
  })

  it('ends with its parent, PostgreSQL included', async () => {
    const { child } = await start()

    child.stdin!.end()
    await once(child, 'exit')

    expect(await processesOf(dataDir)).toEqual([])
  })

  it('finishes open feed streams when it stops instead of hanging on them', async () => {
    const { child, line } = await start()
    const admin = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim()
    const { epoch } = (await (await fetch(`${line.url}/v1/health`)).json()) as { epoch: string }
    const stream = await fetch(`${line.url}/v1/changes/stream?epoch=${epoch}&seq=0`, {
      headers: { authorization: `Bearer ${admin}` },
    })

    child.kill('SIGTERM')
    const text = await stream.text()
    await once(child, 'exit')

    expect(text).toMatch(/^\{"type":"beat"/)
  })

  it('refuses a second one on the same data and says why', async () => {
    await start()

    const { child, line } = await start()
    if (child.exitCode === null) await once(child, 'exit')

    expect(line).toMatchObject({ type: 'platform-refused', code: 'already-running' })
    expect(child.exitCode).toBe(1)
  })

  it('answers 503 while PostgreSQL is away and goes on by itself when it is back', async () => {
    const { line } = await start()
    const [postmaster] = (await readFile(join(dataDir, 'pg', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')

    process.kill(Number(postmaster), 'SIGKILL')
    await until(async () => (await health(line.url)) === 503)
    const away = await fetch(`${line.url}/v1/grids`)

    expect([away.status, away.headers.get('retry-after'), await away.json()]).toEqual([
      503,
      '1',
      { code: 'platform-busy', detail: 'store' },
    ])
    await until(async () => (await health(line.url)) === 200)
  })

  it('goes on when PostgreSQL ends a session of its own in the middle of a call, and says 503 to that call', async () => {
    const { child, line } = await start()
    // Within a transaction the list of sessions stays as it was first read.
    const [locker, killer] = await Promise.all([openStoreOf(dataDir), openStoreOf(dataDir)])
    const admin = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim()
    const headers = { 'authorization': `Bearer ${admin}`, 'content-type': 'application/json' }
    const post = (path: string, body: object) => fetch(`${line.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    const ask = {
      query: () => post('/v1/enrolment-codes', { seat: '1' }),
      transaction: () => post('/v1/hall-keys', {}),
    }
    try {
      for (const call of [ask.query, ask.transaction]) {
        await locker.query('BEGIN; LOCK TABLE enrolment_code, hall_key, audit')
        const answer = call()
        await until(async () => (await killer.query(ENDED_WAITING)).rowCount === 1)
        expect([(await answer).status, await (await answer).json()]).toEqual([503, { code: 'platform-busy', detail: 'store' }])
        await locker.query('ROLLBACK')
      }

      expect((await ask.transaction()).status).toBe(200)
      expect([child.exitCode, child.signalCode]).toEqual([null, null])
    } finally {
      await Promise.all([locker.end(), killer.end()])
    }
  })

  it('begins a new epoch when told that a backup was restored', async () => {
    const epochOf = async ({ child, line }: Started): Promise<string> => {
      const { epoch } = (await (await fetch(`${line.url}/v1/health`)).json()) as { epoch: string }
      child.kill('SIGTERM')
      await once(child, 'exit')
      return epoch
    }

    const first = await epochOf(await start())
    const second = await epochOf(await start())
    const third = await epochOf(await start(['--town', 'none', '--new-epoch']))

    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('puts a log aside that has grown too large before it says why it did not start', async () => {
    const large = 16 * 1024 * 1024
    await writeFile(join(dataDir, 'platform.log'), Buffer.alloc(large, 'x'))

    const { line } = await start(['--town', 'none', '--tls-cert', join(dataDir, 'none'), '--tls-key', join(dataDir, 'none')])

    expect(line.type).toBe('platform-refused')
    expect((await stat(join(dataDir, 'platform.log.1'))).size).toBe(large)
    expect(await readFile(join(dataDir, 'platform.log'), 'utf8')).toMatch(/^\{[^\n]*"not started"\}\n$/)
  })

  it('refuses a command line it does not understand', async () => {
    const { line } = await start(['--town', 'large'])

    expect(line).toMatchObject({ type: 'platform-refused', code: 'bad-request', detail: '--town' })
  })
})
