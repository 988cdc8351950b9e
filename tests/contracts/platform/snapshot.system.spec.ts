import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { zstdDecompressSync } from 'node:zlib'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openForReading } from '#main/db-worker/driver.ts'
import type { ReadDb } from '#main/db-worker/driver.ts'
import { runPlatform } from '#platform/run-platform.ts'
import type { PlatformOptions } from '#platform/run-platform.ts'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import type { Sealed } from '#shared/domain/case/case-row.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { ChangesPage } from '#shared/platform-api/changes.ts'
import type { SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import type { z } from '#shared/kernel/zod.ts'
import { until } from '#tests/builders/patience.ts'
import { freshDatabase, startTestPostgres } from '#tests/builders/test-postgres.ts'
import type { TestPostgres } from '#tests/builders/test-postgres.ts'
import type { Reply } from './http-client.ts'
import { startPlatform } from './running-platform.ts'
import type { PlatformUnderTest } from './running-platform.ts'
import type { Seat } from './seat.ts'

type Info = z.infer<typeof SnapshotInfo>

const builder = fileURLToPath(new URL('../../../src-main/snapshot-builder/index.ts', import.meta.url))
const eager = { leastRows: 10, firstAfterMs: 0, everyMs: 50, mostChanges: 4 }

let hall: PlatformUnderTest
let seat: Seat

beforeAll(async () => {
  hall = await startPlatform('small', null, { snapshotBuilder: builder, snapshotRules: eager })
  seat = await hall.enrol('1')
})
afterAll(() => hall.stop())

const info = (schema = CACHE_SCHEMA): Promise<Reply<Info & { code?: string }>> => seat.get(`/v1/snapshot?schema=${schema}`)

/** Asks until a snapshot of at least this seq is published. */
async function published(seq: number): Promise<Info> {
  const asked = { last: await info() }
  const isThere = async (): Promise<boolean> => {
    asked.last = await info()
    return asked.last.status === 200 && asked.last.body.seq >= seq
  }
  await until(() => `a snapshot up to ${seq}: ${hall.logged().slice(-2_000)}`, isThere)
  return asked.last.body
}

const head = async (): Promise<number> => {
  const { epoch } = hall.platform.hall
  return (await seat.get<ChangesPage>(`/v1/changes?epoch=${epoch}&seq=0&limit=1`)).body.head
}

async function download(sha256: string, range?: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
  const response = await fetch(`${hall.url}/v1/snapshot/${sha256}`, {
    headers: { authorization: `Bearer ${seat.token!}`, ...(range === undefined ? {} : { range }) },
  })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Opens the cache inside a downloaded file. */
function unpacked<T>(bytes: Buffer, read: (db: ReadDb) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'hall-snapshot-'))
  const file = join(folder, 'cache.db')
  writeFileSync(file, zstdDecompressSync(bytes))
  const db = openForReading(file)
  try {
    return read(db)
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('a new seat', () => {
  it('downloads one file, in pieces if it likes, that is the cache it would have filled itself', async () => {
    await seat.settle(await seat.report(seat.newCase()))
    const made = await published(await head())

    const half = Math.floor(made.bytes / 2)
    const first = await download(made.sha256, `bytes=0-${half - 1}`)
    const rest = await download(made.sha256, `bytes=${half}-`)
    const whole = await download(made.sha256)

    expect([first.status, rest.status, whole.status]).toEqual([206, 206, 200])
    expect(rest.headers.get('content-range')).toBe(`bytes ${half}-${made.bytes - 1}/${made.bytes}`)
    expect([whole.headers.get('etag'), whole.headers.get('accept-ranges')]).toEqual([`"${made.sha256}"`, 'bytes'])
    expect(Buffer.concat([first.bytes, rest.bytes]).equals(whole.bytes)).toBe(true)
    expect([whole.bytes.length, sha256(whole.bytes)]).toEqual([made.bytes, made.sha256])
    const raw = zstdDecompressSync(whole.bytes)
    expect([raw.length, sha256(raw)]).toEqual([made.rawBytes, made.rawSha256])
    unpacked(whole.bytes, (db) => {
      expect(db.prepare('SELECT epoch, seq, applied_s FROM progress').all()).toEqual([
        { epoch: hall.platform.hall.epoch, seq: made.seq, applied_s: 0 },
      ])
      expect(db.pluck<[], number>('SELECT count(*) FROM component').get()).toBe(2_000)
      expect(db.pluck<[], number>('SELECT count(*) FROM flagged').get()).toBe(0)
      expect(db.pluck<[], number>('PRAGMA user_version').get()).toBe(CACHE_SCHEMA)
    })
  })

  it('finds nothing of any seat in it, and nothing personal that is not sealed', async () => {
    const sealed = `s1.k1.${'A'.repeat(60)}` as Sealed
    await seat.settle(await seat.report(seat.newCase(), { args: { reporterName: sealed, reporterPhone: sealed } }))
    for (let i = 0; i < 3; i += 1) await seat.settle(await seat.report(seat.newCase()))
    const made = await published(await head())
    const { bytes } = await download(made.sha256)
    const raw = zstdDecompressSync(bytes)

    unpacked(bytes, (db) => {
      for (const table of ['case_base', 'case_pending', 'refused_command', 'overlay_gap'])
        expect(db.pluck<[], number>(`SELECT count(*) FROM ${table}`).get()).toBe(0)
      for (const member of ['reporterName', 'reporterPhone']) {
        const values = db.pluck<[], string | null>(`SELECT doc ->> '$.${member}' FROM "case"`).all()
        expect(values).toContain(sealed)
        for (const value of values) expect(value ?? sealed).toMatch(/^s\d\./)
      }
      const verifiers = db.pluck<[], string | null>("SELECT doc ->> '$.verifier' FROM entity_row WHERE kind = 'person'").all()
      expect(verifiers.length).toBeGreaterThan(10)
      for (const verifier of verifiers) expect(verifier ?? 's1.').toMatch(/^s\d\./)
    })
    for (const secret of [seat.token!, hall.adminToken, '$argon2', 'builder_']) expect(raw.includes(secret)).toBe(false)
    expect(hall.logged()).not.toContain('builder_')
  })

  it('of another schema reads pages, and so does whoever asks for a file that is no more', async () => {
    expect(await info(CACHE_SCHEMA + 1)).toMatchObject({ status: 404, body: { code: 'no-snapshot' } })
    expect((await download('0'.repeat(64))).status).toBe(404)
    expect((await download('../published.json')).status).toBe(404)
  })

  it('is the only one who gets it', async () => {
    const made = await published(1)
    const worker = await hall.signInOnline('3002', ['department'])

    for (const client of [worker, hall.as(null), hall.admin])
      for (const path of [`/v1/snapshot?schema=${CACHE_SCHEMA}`, `/v1/snapshot/${made.sha256}`])
        expect([401, 403]).toContain((await client.get(path)).status)
  })
})

describe('a snapshot', () => {
  it('is made anew when the hall has gone on, and the one before stays for whoever is downloading it', async () => {
    const before = await published(await head())
    for (let i = 0; i < 3; i += 1) await seat.settle(await seat.report(seat.newCase()))

    const after = await published(await head())

    expect(after.seq).toBeGreaterThan(before.seq)
    expect(sha256((await download(before.sha256, 'bytes=0-')).bytes)).toBe(before.sha256)
    expect(sha256((await download(after.sha256)).bytes)).toBe(after.sha256)
    const files = readdirSync(join(hall.dataDir, 'snapshot')).filter((name) => name.endsWith('.zst'))
    expect(files.sort()).toEqual([`${after.sha256}.db.zst`, `${before.sha256}.db.zst`].sort())
  })
})

describe('a platform whose builder', () => {
  let postgres: TestPostgres
  const stops: (() => Promise<void>)[] = []
  beforeAll(async () => {
    postgres = await startTestPostgres()
  })
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop()
  })
  afterAll(() => postgres.stop())

  /** A platform of its own whose builder is this script. */
  async function withBuilder(script: string, more: Partial<PlatformOptions> = {}) {
    const dataDir = mkdtempSync(join(tmpdir(), 'hall-builder-'))
    const program = join(dataDir, 'builder.mjs')
    await writeFile(program, script)
    const connection = await freshDatabase(postgres)
    const lines: string[] = []
    const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
    const options = { connection: () => connection, dataDir, port: 0, town: 'small', seed: 1, log } as const
    const start = async (over: Partial<PlatformOptions> = {}) => {
      const running = unwrap(await runPlatform({ ...options, snapshotBuilder: program, snapshotRules: eager, ...more, ...over }))
      stops.unshift(() => running.close())
      return running
    }
    stops.push(() => rm(dataDir, { recursive: true, force: true }))
    return { dataDir, start, logged: () => lines.join('') }
  }

  it.each([
    ['crashes', 'process.kill(process.pid, "SIGKILL")'],
    ['speaks nonsense', 'console.log("hello"); console.log("{}")'],
    [
      'lies about what it has built',
      `
      import { createInterface } from 'node:readline'
      import { writeFileSync } from 'node:fs'
      createInterface({ input: process.stdin }).once('line', (line) => {
        const { folder, url } = JSON.parse(line)
        writeFileSync(folder + '/snapshot.db.zst', 'not a snapshot')
        fetch(url + '/v1/health').then((reply) => reply.json()).then(({ epoch }) => {
          const hash = 'a'.repeat(64)
          console.log(JSON.stringify({ type: 'built', snapshot: { epoch, seq: 1, schema: ${CACHE_SCHEMA}, bytes: 14, sha256: hash, rawBytes: 14, rawSha256: hash } }))
          process.exit(0)
        })
      })`,
    ],
  ])('%s goes on, says so in its log, and serves no snapshot', async (_what, script) => {
    const { start, logged } = await withBuilder(script)
    const { url } = await start()

    await until(logged, () => logged().includes('not built'))

    expect((await fetch(`${url}/v1/health`)).status).toBe(200)
    expect(logged()).not.toContain('published')
  })

  it('is still at work ends it when it stops, and clears up at its next start', async () => {
    const { start, dataDir } = await withBuilder(`
      import { appendFileSync } from 'node:fs'
      import { dirname } from 'node:path'
      appendFileSync(dirname(process.argv[1]) + '/pids', process.pid + '\\n')
      process.stdin.resume()
      setInterval(() => undefined, 1000)`)
    const first = await start()
    await until('begun', () => readdirSync(dataDir).includes('pids'))
    const pid = Number((await readFile(join(dataDir, 'pids'), 'utf8')).trim())
    await writeFile(join(dataDir, 'snapshot', `${'b'.repeat(64)}.db.zst`), 'of a run that was killed')

    stops.shift()
    await first.close()
    await until('the builder has ended', () => !isAlive(pid))
    await start({ snapshotRules: { ...eager, leastRows: 1e9 } })

    await until('cleared up', () => !readdirSync(join(dataDir, 'snapshot')).some((name) => name.endsWith('.zst')))
  })

  it('has built for a life of the store that is over forgets that snapshot', async () => {
    const { start, dataDir, logged } = await withBuilder('')
    const first = await start({ snapshotBuilder: builder })
    await until(logged, () => logged().includes('published'))
    stops.shift()
    await first.close()

    await start({ newEpoch: true, snapshotRules: { ...eager, leastRows: 1e9 } })

    await until('the old one is gone', () => !readdirSync(join(dataDir, 'snapshot')).some((name) => name.endsWith('.zst')))
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
