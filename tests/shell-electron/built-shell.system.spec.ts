// The built Electron shell under the stand-in, without looking into its windows: starts, second starts, keys, ends.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt } from '#build/build.ts'
import { at } from '#build/run.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { askControl, exitCodes, hallPaths } from '#main/shell-common/index.ts'
import { processStart } from '#main/shell-common/process-identity.ts'
import { SOON } from '#tests/builders/patience.ts'

const READY_MS = 180_000
let dataDir = ''
const children: ChildProcess[] = []

interface Run {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  /** The JSON line of this type on standard output. */
  line(type: string): Promise<Record<string, unknown>>
  said(): string
}

interface Settings {
  readonly standIn?: boolean
  readonly keyRing?: string
}

function run(args: readonly string[], { standIn = true, keyRing }: Settings = {}): Run {
  const register = standIn ? ['--import', at('tests/fakes/electron/register.ts')] : []
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '/nowhere', ...(keyRing !== undefined && { STANDIN_KEYRING: keyRing }) }
  const child = spawn(process.execPath, [...register, at(`${process.env['HALL_OUT'] ?? 'out'}/main/shell-electron.js`), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let out = ''
  let all = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    all += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    all += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const line = async (type: string): Promise<Record<string, unknown>> => {
    const last = performance.now() + READY_MS
    for (;;) {
      const found = out.split('\n').filter((text) => text.startsWith('{')).map((text) => JSON.parse(text) as Record<string, unknown>)
      const wanted = found.find((one) => one['type'] === type)
      if (wanted !== undefined) return wanted
      if (child.exitCode !== null || performance.now() > last) throw new Error(`no ${type}:\n${all}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  return { child, ended, line, said: () => all }
}

/** A dead process whose end nobody has asked for does not count. */
const isAlive = (pid: unknown): boolean => processStart(Number(pid)) !== null

beforeAll(async () => {
  if (process.env['HALL_OUT'] !== undefined) return
  const built = await ensureBuilt()
  if (!built.ok) throw new Error(built.why)
})
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hall-shell-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    await new Promise((resolve) => child.once('close', resolve))
  }
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 })
})

describe('the built Electron shell', () => {
  it('passes its own self-test', async () => {
    const shell = run(['--selftest', '--town', 'small', '--no-life', '--data-dir', dataDir])

    const verdict = await shell.line('shell-selftest')

    const checks = verdict['checks'] as { readonly name: string; readonly ok: boolean }[]
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
    expect(checks.map(({ name }) => name)).toEqual(
      ['sqlite', 'zstd', 'crypto', 'argon2', 'displays', 'door', 'host-restart', 'app-worker', 'bridge', 'isolation'],
    )
    expect(await shell.ended).toBe(exitCodes.ended)
  })

  it('runs once per data folder, and the second start says so', async () => {
    const first = run(['--headless', '--town', 'small', '--no-life', '--data-dir', dataDir])
    await first.line('hall-ready')

    const second = run(['--headless', '--town', 'small', '--no-life', '--data-dir', dataDir])

    expect(await second.ended).toBe(exitCodes.alreadyRunning)
    expect(second.said()).toContain(dataDir)
    expect(unwrap(await askControl(hallPaths(dataDir), { do: 'stop' }))).toBe(first.child.pid)
    expect(await first.ended).toBe(exitCodes.ended)
  })

  it('goes on when whoever started it listens no more, and says little about that', async () => {
    const shell = run(['--headless', '--town', 'small', '--no-life', '--data-dir', dataDir])
    const { hostPid } = await shell.line('hall-ready')

    shell.child.stdout?.destroy()
    shell.child.stderr?.destroy()
    process.kill(Number(hostPid), 'SIGKILL')
    const status = async (): Promise<unknown> => unwrap(await askControl(hallPaths(dataDir), { do: 'status' }))
    await expect.poll(status, SOON).toMatchObject({ host: { state: 'ready', generation: 2 } })

    expect(unwrap(await askControl(hallPaths(dataDir), { do: 'stop' }))).toBe(shell.child.pid)
    expect(await shell.ended).toBe(exitCodes.ended)
    expect(readFileSync(join(hallPaths(dataDir).logs, 'shell.log'), 'utf8').length).toBeLessThan(10_000)
  })

  it('keeps its key in the key ring, and asks for it on the recovery page when that is another', async () => {
    const { secrets } = hallPaths(dataDir)
    const first = run(['--headless', '--town', 'small', '--no-life', '--data-dir', dataDir], { keyRing: 'gnome_libsecret' })
    await first.line('hall-ready')
    first.child.kill('SIGTERM')
    await first.ended
    expect(existsSync(join(secrets, 'device.key'))).toBe(false)
    const wrapped = readFileSync(join(secrets, 'device.key.wrapped'))

    writeFileSync(join(dataDir, 'electron', 'stand-in.keyring'), Buffer.alloc(32))
    const second = run(['--headless', '--town', 'small', '--no-life', '--data-dir', dataDir], { keyRing: 'gnome_libsecret' })

    expect(await second.line('hall-ready')).toMatchObject({ host: { state: 'ready', trouble: 'sealed-unreadable' } })
    second.child.kill('SIGTERM')
    await second.ended
    expect(readFileSync(join(secrets, 'device.key.wrapped'))).toEqual(wrapped)
  })

  it('killed, it takes its host and platform along, and the next start finds everything', async () => {
    const first = run(['--headless', '--town', 'small', '--no-life', '--data-dir', dataDir])
    const { hostPid, platformPid } = await first.line('hall-ready')

    first.child.kill('SIGKILL')
    await first.ended
    await expect.poll(() => [isAlive(hostPid), isAlive(platformPid)], { timeout: 60_000 }).toEqual([false, false])

    const second = run(['--headless', '--town', 'small', '--no-life', '--data-dir', dataDir])
    expect((await second.line('hall-ready'))['host']).toMatchObject({ state: 'ready', generation: 2 })
  })

  it('says what it is when plain Node runs it', async () => {
    const shell = run(['--town', 'small', '--no-life', '--data-dir', dataDir], { standIn: false })

    expect(await shell.ended).toBe(exitCodes.noShell)
    expect(shell.said()).toContain('由 Electron 运行')
  })

  it('refuses an option it does not know', async () => {
    const shell = run(['--no-such-thing'])

    expect(await shell.ended).toBe(exitCodes.badOption)
    expect(shell.said()).toContain('--no-such-thing')
  })
})
