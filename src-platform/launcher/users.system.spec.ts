import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { findBinaries } from './binaries.ts'
import { postgresProcesses } from './processes.ts'
import { type HeldReply, holdPostgres, type HoldSettings } from './testing/held-launcher.ts'

const NOBODY = 65_534
const isRoot = process.getuid?.() === 0

let home: string

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hall-user-'))
  await chmod(home, 0o700)
})

afterEach(async () => {
  await rm(home, { recursive: true, force: true })
})

/** Another user can run the project's Node and read its sources only when nothing above them is closed. */
function canRunHere(uid: number): boolean {
  const tried = spawnSync('setpriv', [
    `--reuid=${String(uid)}`,
    `--regid=${String(uid)}`,
    '--clear-groups',
    '--',
    process.execPath,
    '-e',
    'require("fs").readFileSync(process.argv[1])',
    join(import.meta.dirname, 'index.ts'),
  ])
  return tried.status === 0
}

function withoutLocale(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(LANG|LC_)/.test(name)))
}

/** Starts, asks for the length of a Chinese word over the connection, stops. */
async function tryOut(settings: HoldSettings): Promise<{ reply: HeldReply; length: unknown }> {
  const launcher = holdPostgres(settings)
  try {
    const reply = await launcher.reply
    return { reply, length: reply.ok ? await lengthOfWord(reply.connection) : null }
  } finally {
    await launcher.end('SIGTERM')
  }
}

async function lengthOfWord(connection: pg.ClientConfig): Promise<unknown> {
  const client = new pg.Client(connection)
  await client.connect()
  const found = await client.query<{ n: number }>("select length('井盖') as n")
  await client.end()
  return found.rows[0]?.n
}

async function cloneOfPrograms(): Promise<string> {
  const native = join(dirname(unwrap(findBinaries()).postgres), '..')
  await cp(native, join(home, 'clone', 'native'), { recursive: true, verbatimSymlinks: true })
  return join(home, 'clone', 'native', 'bin')
}

describe('whoever starts it', () => {
  it.each([
    ['no locale', {}],
    ['a GB18030 locale', { LANG: 'zh_CN.GB18030', LC_ALL: 'zh_CN.GB18030' }],
    ['foreign PG variables', { PGDATA: '/nowhere', PGPORT: '1', PGOPTIONS: '-c nonsense=1' }],
  ])('counts Chinese characters with %s set', async (_name, extra) => {
    const { reply, length } = await tryOut({ options: { dataDir: home }, env: { ...withoutLocale(), ...extra } })

    expect(reply.ok).toBe(true)
    expect(length).toBe(2)
    expect(postgresProcesses(join(home, 'pg', 'cluster'))).toEqual([])
  })

  it('runs a clone that stands below a home closed to others', async () => {
    const binDir = await cloneOfPrograms()

    const { reply, length } = await tryOut({ options: { dataDir: join(home, 'data'), binDir }, env: withoutLocale() })

    expect(reply.ok).toBe(true)
    expect(length).toBe(2)
  })

  it.runIf(isRoot)('runs for an ordinary user in a home of his own', async (context) => {
    if (!canRunHere(NOBODY)) context.skip('user 65534 cannot read this working copy')
    const binDir = await cloneOfPrograms()
    const dataDir = join(home, 'data')
    await mkdir(dataDir)
    spawnSync('chown', ['-R', `${String(NOBODY)}:${String(NOBODY)}`, home])

    const { reply, length } = await tryOut({ options: { dataDir, binDir }, uid: NOBODY, env: withoutLocale() })

    expect(reply.ok).toBe(true)
    expect(length).toBe(2)
  })

  it.runIf(isRoot)('refuses kindly where an ordinary user may not write', async (context) => {
    if (!canRunHere(NOBODY)) context.skip('user 65534 cannot read this working copy')
    await chown(home, 0, 0)

    const { reply } = await tryOut({ options: { dataDir: join(home, 'data') }, uid: NOBODY })

    expect(reply).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
  })

  it.runIf(isRoot)('tells root what to do where the machine forbids user namespaces', async () => {
    await writeFile(join(home, 'unshare'), '#!/bin/sh\necho "unshare: unshare failed: Operation not permitted" >&2\nexit 1\n', {
      mode: 0o755,
    })
    const env = { ...process.env, PATH: `${home}${delimiter}${process.env['PATH'] ?? ''}` }

    const { reply } = await tryOut({ options: { dataDir: join(home, 'data') }, env })

    expect(reply).toEqual({
      ok: false,
      error: { code: 'pg-root-refused', detail: 'unshare: unshare failed: Operation not permitted' },
    })
  })

  it.runIf(isRoot)('starts without the kernel’s death signal where setpriv is too old for it', async () => {
    await writeFile(join(home, 'setpriv'), '#!/bin/sh\necho "setpriv: unrecognized option" >&2\nexit 1\n', { mode: 0o755 })
    const env = { ...process.env, PATH: `${home}${delimiter}${process.env['PATH'] ?? ''}` }

    const { reply, length } = await tryOut({ options: { dataDir: join(home, 'data') }, env })

    expect(reply.ok).toBe(true)
    expect(length).toBe(2)
  })
})
