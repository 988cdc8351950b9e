// `npm start` on machines as they come: a fresh home, no language, no screen, a start that was killed. What it leaves behind
// counts as much as what it opens.
import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at } from '#build/run.ts'
import { cacheFile } from '#main/db-worker/cache/generations.ts'
import { openForWriting } from '#main/db-worker/driver.ts'
import { askControl, hallPaths, lockHolder } from '#main/shell-common/index.ts'
import { identify, isAlive } from '#main/shell-common/process-identity.ts'
import { readRunningRecord } from '#main/shell-common/running-record.ts'
import { waitUntil } from '#main/shell-common/wait.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { gone, headlessBrowser, kill9, processesOn, Program, TestHall, TestSeat } from '#tests/e2e/support/index.ts'
import type { HallReady } from '#tests/e2e/support/index.ts'
import { DoorClient, freshPass, portOf } from '../exploits/door-client.ts'

let hall: TestHall

beforeAll(async () => {
  hall = await TestHall.open()
})

afterAll(async () => {
  await hall.end()
})

/** As a login on a bare machine leaves it: no language, no screen, no word about where data goes. */
function bareEnvironment(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: home, HALL_SKIP_BUILD: '1', ELECTRON_SKIP_DOWNLOAD: '1', HALL_LIFE: 'off' }
}

async function home(): Promise<string> {
  const folder = await hall.folder('home')
  chmodSync(folder, 0o700)
  return folder
}

const start = (args: readonly string[], env: NodeJS.ProcessEnv, wrapper: readonly string[] = []): Program =>
  hall.add(new Program({ script: 'build/start.ts', args, env, wrapper }))
const ready = (program: Program): Promise<HallReady> => program.message<HallReady>('hall-ready', 90_000)
const identitiesOn = (folder: string) => processesOn(folder).map(({ pid }) => identify(pid, []))

describe('npm start on a bare machine', () => {
  let folder: string

  beforeAll(async () => {
    folder = await home()
  })

  it('serves without a screen, says where, and leaves nothing behind after Ctrl+C', async () => {
    const data = join(folder, '.local', 'share', 'wanmi-hall')
    const program = start([], bareEnvironment(folder))
    const address = await program.line((line) => /http:\/\/127\.0\.0\.1:\d+/.exec(line.includes('值守席已就绪') ? line : '')?.[0], 90_000)
    const entry = await program.line((line) => /\/[^ ]+\/seat\.html/.exec(line)?.[0])
    const page = readFileSync(entry, 'utf8')
    const processes = identitiesOn(data)

    program.signal('SIGINT')

    expect(await program.ended()).toBe(0)
    await gone(processes, 1_000)
    expect(processesOn(folder)).toEqual([])
    expect(processes.length).toBeGreaterThan(6)
    expect(page).toContain(`action="${address}/enter"`)
    expect(existsSync(entry)).toBe(false)
    expect(statSync(data).mode & 0o777).toBe(0o700)
    expect(program.said.join('\n')).toContain('没有显示器')
  })

  it('ends host, platform and PostgreSQL when it is itself killed with -9', async () => {
    const program = start(['--headless'], bareEnvironment(folder))
    await ready(program)
    const processes = identitiesOn(folder)

    program.signal('SIGKILL')

    await gone(processes, 40_000)
    expect(processes.length).toBeGreaterThan(6)
  })

  it.runIf(process.getuid?.() === 0 && isReadableForNobody())('works for an ordinary user whose home is closed', async () => {
    const theirs = await home()
    chownSync(theirs, 65534, 65534)
    const program = start(['--headless'], bareEnvironment(theirs), ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'])
    const { hostPid } = await ready(program)

    expect(statSync(`/proc/${String(hostPid)}`).uid).toBe(65534)
    program.signal('SIGTERM')

    expect(await program.ended()).toBe(0)
    expect(processesOn(theirs)).toEqual([])
  })

  it('stops in order when Ctrl+C comes before it is ready', async () => {
    const fresh = await home()
    const program = start(['--headless'], bareEnvironment(fresh))
    await program.line((line) => (line.includes('正在启动内嵌平台') ? line : undefined))

    program.signal('SIGINT')

    expect(await program.ended()).toBe(0)
    expect(processesOn(fresh)).toEqual([])
  })
})

describe('the words of the command line', () => {
  const wrong: readonly (readonly [string, string[], number])[] = [
    ['an option it does not know', ['--frobnicate'], 2],
    ['a seat that cannot be', ['--seat', '../1'], 2],
    ['a platform beyond this machine without TLS', ['--platform-url', 'http://platform.example'], 2],
    ['a shell that does not exist', ['--shell=carrier-pigeon'], 2],
    ['a password in the platform address', ['--platform-url', 'https://me:secret@platform.example'], 2],
    ['Electron where it is not', ['--shell=electron'], 5],
    ['an entry where nothing runs', ['--entry', 'seat'], 4],
    ['help', ['--help'], 0],
  ]
  it.each(wrong)('%s is answered by the documented exit code', async (_, args, code) => {
    const folder = await home()
    const program = start(args, { ...bareEnvironment(folder), ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' })

    expect(await program.ended()).toBe(code)
    expect(program.said.length).toBeGreaterThan(0)
    expect(program.said.join('\n')).not.toContain('secret@')
  })

  it('a data folder that is a file is refused with what to do', async () => {
    const folder = await home()
    writeFileSync(join(folder, 'data'), 'somebody’s file')

    const program = start(['--headless', '--town', 'small', '--data-dir', join(folder, 'data')], bareEnvironment(folder))

    expect(await program.ended()).toBe(1)
    expect(program.said.join('\n')).toContain('数据目录不可用')
    expect(readFileSync(join(folder, 'data'), 'utf8')).toBe('somebody’s file')
  })
})

describe('a data folder that has been used', () => {
  let seat: TestSeat

  beforeAll(async () => {
    seat = hall.add(await TestSeat.start({ dataDir: await hall.folder('used') }))
  })

  it('is refused to a second start, which names the first and goes', async () => {
    const second = start(['--headless', '--town', 'small', '--no-life', '--data-dir', seat.paths.base], bareEnvironment(seat.paths.base))

    expect(await second.ended()).toBe(3)
    expect(second.said.join('\n')).toContain(`pid ${String(seat.pid)}`)
    expect((await seat.status()).host.state).toBe('ready')
  })

  it('is refused to another seat number', async () => {
    await seat.stop()

    const other = start(['--headless', '--seat', '3', '--data-dir', seat.paths.base], bareEnvironment(seat.paths.base))

    expect(await other.ended()).toBe(1)
    expect(other.said.join('\n')).toContain('另一个坐席')
    await seat.restart()
  })

  it('comes back at the same address, with open windows still known, when its host is killed', async () => {
    const pass = await freshPass(seat, 'seat')
    const before = await seat.status()

    await seat.kill9Host()

    const after = await backAgain(seat, before.host.generation)
    expect(after.origin).toBe(seat.origin)
    expect(after.generation).toBe(before.host.generation + 1)
    const window = await (await DoorClient.open(seat.origin, pass)).hello()
    window.close()
  })

  it('gets a new host when the old one no longer answers', async () => {
    const { hostPid, host } = await seat.status()
    process.kill(hostPid!, 'SIGSTOP')

    const after = await backAgain(seat, host.generation)

    expect(after.origin).toBe(seat.origin)
    expect(isAlive(hostPid!)).toBe(false)
  })

  it('gets its platform back at the same address when that is killed', async () => {
    const { platformPid, platformUrl } = await seat.status()

    await kill9(platformPid)

    await until(async () => (await fetch(`${platformUrl!}/v1/time`).then((reply) => reply.ok, () => false)))
    expect((await seat.status()).platformPid).not.toBe(platformPid)
    expect((await seat.status()).platformUrl).toBe(platformUrl)
  })

  it('starts again after a kill -9, however its orphans hang', async () => {
    const { hostPid, platformPid, host } = await seat.status()
    const orphans = [hostPid!, platformPid!].map((pid) => identify(pid, []))
    const pass = await freshPass(seat, 'seat')
    for (const { pid } of orphans) process.kill(pid, 'SIGSTOP')
    seat.program.signal('SIGKILL')
    await seat.program.ended()
    const { origin } = seat

    await seat.restart()

    await gone(orphans, 1_000)
    expect(seat.origin).toBe(origin)
    expect((await seat.status()).host.generation).toBeGreaterThan(host.generation)
    const window = await (await DoorClient.open(seat.origin, pass)).hello()
    window.close()
  })

  it('never signals a process that only has a number of ours', async () => {
    await seat.stop()
    const stranger = spawn('sleep', ['60'])
    const running = { host: { ...identify(stranger.pid!, []), marks: ['out/main/host.js'] }, platform: { pid: process.pid, started: 'another boot:1', marks: [] } }
    writeFileSync(seat.paths.running, JSON.stringify(running))

    await seat.restart()

    expect(isAlive(stranger.pid!)).toBe(true)
    stranger.kill()
  })

  it('moves to another port when somebody has taken its own, and old passes are worth nothing there', async () => {
    const pass = await freshPass(seat, 'seat')
    const port = portOf(seat)
    await seat.stop()
    const squatter = createServer().listen(port, '127.0.0.1')

    await seat.restart()

    squatter.close()
    expect(portOf(seat)).not.toBe(port)
    expect(seat.said.join('\n')).toContain(`端口 ${String(port)} 被其他程序占用`)
    await expect(DoorClient.open(seat.origin, pass)).rejects.toThrow('403')
  })

  it('is left empty of processes by --stop', async () => {
    const stopping = start(['--stop', '--data-dir', seat.paths.base], bareEnvironment(seat.paths.base))

    expect(await stopping.ended()).toBe(0)
    // It speaks when the data is free, so that a start may follow at once.
    expect(lockHolder(seat.paths.base)).toBeNull()
    expect(await seat.program.ended()).toBe(0)
    expect(processesOn(seat.paths.base)).toEqual([])
  })
})

describe('a window in the system’s browser', () => {
  it('opens with a ticket from its file, comes back when it is killed, and is gone with the shell', async () => {
    const folder = await home()
    const env = { ...bareEnvironment(folder), DISPLAY: ':wanmi', HALL_CHROMIUM: await headlessBrowser(folder) }
    const program = start(['--shell=browser', '--town', 'small', '--no-life', '--data-dir', join(folder, 'data')], env)
    const paths = hallPaths(join(folder, 'data'))
    await until(async () => hasPass(join(paths.browser, 'seat')), 90_000)
    const { browser: first } = JSON.parse(readFileSync(paths.running, 'utf8').replace('browser-seat', 'browser')) as { browser: { pid: number } }

    await kill9(first.pid)

    await program.line((line) => (line.includes('浏览器窗口意外结束') ? line : undefined))
    await until(async () => processesOn(paths.browser).length > 1)
    unwrap(await askControl(paths, { do: 'stop' }))
    expect(await program.ended()).toBe(0)
    expect(processesOn(folder)).toEqual([])
  })

  it('stays to be read when the host is given up, and a second start takes its place', async () => {
    const folder = await home()
    const env = { ...bareEnvironment(folder), DISPLAY: ':wanmi', HALL_CHROMIUM: await headlessBrowser(folder) }
    const args = ['--shell=browser', '--town', 'small', '--no-life', '--data-dir', join(folder, 'data')]
    const first = start(args, env)
    const paths = hallPaths(join(folder, 'data'))
    await until(async () => hasPass(join(paths.browser, 'seat')), 90_000)
    const { pid } = readRunningRecord(paths).get('browser-seat') ?? expect.unreachable('no window')

    // As if a later version of the program had been here: nothing but a person can mend that.
    const putBack = raiseVersion(cacheFile(paths.seat))
    const { hostPid } = unwrap(await askControl(paths, { do: 'status' })) as HallReady
    await kill9(hostPid ?? expect.unreachable('no host'))
    await first.line((line) => (line.includes('窗口留着') ? line : undefined))
    await until(async () => lockHolder(paths.base) === null, 60_000)

    expect(first.said.join('\n')).toContain('数据由更新的版本写成')
    expect([isAlive(pid), first.hasEnded]).toEqual([true, false])
    putBack()
    const second = start(args, env)
    expect(await first.ended()).toBe(1)
    await second.line((line) => (line.includes('值守席已就绪') ? line : undefined))
    expect(isAlive(pid)).toBe(false)
    unwrap(await askControl(paths, { do: 'stop' }))
    expect(await second.ended()).toBe(0)
    expect(processesOn(folder)).toEqual([])
  })
})

/** The returned function puts the former one back. */
function raiseVersion(file: string): () => void {
  const set = (version: number): number => {
    const db = openForWriting(file, { secureDelete: true })
    try {
      const before = db.pluck<[], number>('PRAGMA user_version').get() ?? 0
      db.exec(`PRAGMA user_version = ${String(version)}`)
      return before
    } finally {
      db.close()
    }
  }
  const before = set(9_990)
  return () => void set(before)
}

/** Whether the project may be read by the user that plays the ordinary one. */
function isReadableForNobody(): boolean {
  const folders = at('build/start.ts').split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/') || '/')
  return folders.every((path) => (statSync(path).mode & 0o005) >= 0o004)
}

/** Whether the browser of this profile has come in: its window keeps the pass in sessionStorage. */
function hasPass(profile: string): boolean {
  const folder = join(profile, 'Default', 'Session Storage')
  return existsSync(folder) && globSync('*.log', { cwd: folder }).some((name) => readFileSync(join(folder, name), 'latin1').includes('wanmi-pass'))
}

/** The host of a later generation. */
async function backAgain(seat: TestSeat, generation: number): Promise<{ origin: string | null; generation: number }> {
  let found: { origin: string | null; generation: number } | undefined
  await until(async () => {
    const { host } = await seat.status()
    if (host.state === 'ready' && host.generation > generation) found = host
    return found !== undefined
  })
  return found!
}

async function until(isTrue: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
  const end = performance.now() + limitMs
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error('that did not happen in time')
    await waitUntil(() => false, 100)
  }
}
