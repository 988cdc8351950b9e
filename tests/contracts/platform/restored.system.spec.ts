import { randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { PgConnection } from '#platform/launcher/index.ts'
import { runPlatform } from '#platform/run-platform.ts'
import type { PlatformOptions, RunningPlatform } from '#platform/run-platform.ts'
import { beginEpoch } from '#platform/store/begin-epoch.ts'
import { readEpoch } from '#platform/store/hall.ts'
import { findLifeGoneBack } from '#platform/store/high-water.ts'
import { openStore } from '#platform/store/open-store.ts'
import { systemClock } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { NumberBlock } from '#shared/platform-api/people.ts'
import { freshDatabase, startTestPostgres } from '#tests/builders/test-postgres.ts'
import type { TestPostgres } from '#tests/builders/test-postgres.ts'
import { httpClient } from './http-client.ts'
import { enrolSeat, LEASED_DAY } from './seat.ts'
import type { Seat } from './seat.ts'

let postgres: TestPostgres
let connection: PgConnection
let dataDir: string
let running: RunningPlatform
/** The same at every start, as seats expect it. */
let port: number

beforeAll(async () => {
  postgres = await startTestPostgres()
})
afterAll(() => postgres.stop())
beforeEach(async () => {
  port = 0
  connection = await freshDatabase(postgres)
  dataDir = await mkdtemp(join(tmpdir(), 'hall-restored-'))
  return async () => {
    await running.close()
    await rm(dataDir, { recursive: true, force: true })
  }
})

async function start(more: Partial<PlatformOptions> = {}): Promise<string> {
  const common = {
    connection: () => connection,
    dataDir,
    port,
    town: 'small',
    seed: 1,
    log: pino({ level: 'silent' }),
  } as const
  running = unwrap(await runPlatform({ ...common, ...more }))
  port = Number(new URL(running.url).port)
  return running.platform.hall.epoch
}

async function enrol(seat: string): Promise<Seat> {
  const token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim()
  const as = (one: string | null) => httpClient(running.url, one)
  return enrolSeat(as, as(token), seat)
}

type Told = Extract<Outcome, { result: 'accepted' }>

const lease = async (seat: Seat): Promise<NumberBlock> =>
  (await seat.post<{ blocks: NumberBlock[] }>('/v1/numbers', { days: [LEASED_DAY], count: 500 })).body.blocks[0]!

/** Copies the database as it stands; putting the copy in its place is what restoring a backup does. */
async function backUp(): Promise<() => Promise<void>> {
  const name = `${connection.database}_backup`
  await onServer(`CREATE DATABASE "${name}" TEMPLATE "${connection.database}"`)
  return async () => {
    await onServer(`DROP DATABASE "${connection.database}" WITH (FORCE)`)
    await onServer(`ALTER DATABASE "${name}" RENAME TO "${connection.database}"`)
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new Client(postgres.connection)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** A hall that has leased numbers and taken a case since its backup, and has then been put back. */
async function restored(): Promise<{ one: Seat; two: Seat; lost: NumberBlock; epoch: string }> {
  await start()
  const [one, two] = [await enrol('1'), await enrol('2')]
  await running.close()
  const restore = await backUp()
  const epoch = await start()
  const lost = await lease(one)
  expect((await one.settle(await one.report(one.newCase())))[0]).toMatchObject({ result: 'accepted' })
  await running.close()
  await restore()
  return { one, two, lost, epoch }
}

describe('a platform whose database was restored from a backup', () => {
  it('notices by itself and begins a new life, so that every seat asks again for what it had been told', async () => {
    const { epoch } = await restored()

    const now = await start()

    expect(now).not.toBe(epoch)
    await running.close()
    expect(await start()).toBe(now)
  })

  it('begins a new life when it is told to, though everything beside the database was restored with it', async () => {
    const { epoch } = await restored()
    await rm(join(dataDir, 'high-water.json'), { force: true })

    expect(await start({ newEpoch: true })).not.toBe(epoch)
  })

  it('never leases a number again that it may have leased since, and takes the case of the caller who was told one', async () => {
    const { one, two, lost } = await restored()
    await start()

    const fresh = await lease(two)
    const report = await one.report(one.newCase())
    const [outcome] = await one.settle({ ...report })

    expect(lost.from).toBe(1)
    expect(fresh.from).toBeGreaterThan(lost.to)
    expect(outcome).toMatchObject({ result: 'accepted' })
  })

  it('notices it also where nothing but numbers was leased since, of which the feed tells nothing', async () => {
    const epoch = await start()
    const [one, two] = [await enrol('1'), await enrol('2')]
    await running.close()
    const restore = await backUp()
    await start()
    const lost = await lease(one)
    await running.close()
    await restore()

    expect(await start()).not.toBe(epoch)

    expect((await lease(two)).from).toBeGreaterThan(lost.to)
    expect(await one.settle(await one.report(one.newCase()))).toMatchObject([{ result: 'accepted' }])
  })

  it('begins one new life, also where two processes have noticed it in the same moment', async () => {
    const { epoch } = await restored()
    const store = openStore(() => connection, () => undefined)
    onTestFinished(() => store.close())
    const noticed = [await findLifeGoneBack(store.db, dataDir), await findLifeGoneBack(store.db, dataDir)]
    expect(noticed).toEqual([epoch, epoch])

    await beginEpoch(store.db, systemClock, epoch)
    const begun = await readEpoch(store.db)
    await beginEpoch(store.db, systemClock, epoch)

    expect(begun).not.toBe(epoch)
    expect(await readEpoch(store.db)).toBe(begun)
    expect(await start()).toBe(begun)
  })

  it('goes on as before when it has only been stopped', async () => {
    const epoch = await start()
    await lease(await enrol('1'))
    await running.close()

    expect(await start()).toBe(epoch)
  })
})

describe('a platform whose whole folder was restored from a backup', () => {
  /** The mark is as old as the database: nothing on this machine says that either has gone back. */
  async function restoredWhole(): Promise<{ one: Seat; two: Seat; lost: NumberBlock; told: Told; cursor: string }> {
    await start()
    const [one, two] = [await enrol('1'), await enrol('2')]
    await running.close()
    const [restore, mark] = [await backUp(), join(dataDir, 'high-water.json')]
    await copyFile(mark, `${mark}.kept`)
    const epoch = await start()
    const lost = await lease(one)
    const [told] = await one.settle(await one.report(one.newCase()))
    if (told?.result !== 'accepted') throw new Error(JSON.stringify(told))
    await running.close()
    await restore()
    await copyFile(`${mark}.kept`, mark)
    expect(await start()).toBe(epoch)
    return { one, two, lost, told, cursor: `epoch=${epoch}&seq=${String(told.seq)}` }
  }

  it('learns it from the first seat that has read further, and begins a new life while it runs', async () => {
    const { one, two, lost, cursor } = await restoredWhole()
    const { epoch } = running.platform.hall

    const [refused] = await Promise.all([one.get(`/v1/changes/stream?${cursor}`), two.get(`/v1/changes/stream?${cursor}`)])

    expect(refused).toMatchObject({ status: 410, body: { code: 'cursor-expired' } })
    const now = running.platform.hall.epoch
    expect(now).not.toBe(epoch)
    expect((await one.get('/v1/health')).body).toMatchObject({ epoch: now })
    expect((await lease(two)).from).toBeGreaterThan(lost.to)
    expect(await one.settle(await one.report(one.newCase()))).toMatchObject([{ result: 'accepted', epoch: now }])
    await running.close()
    expect(await start()).toBe(now)
  })

  it('learns it from an accepted act that is not there, though others have written more than was lost', async () => {
    const { one, two, told } = await restoredWhole()
    const { epoch } = running.platform.hall
    for (let i = 0; i < 3; i += 1) await two.settle(await two.report(two.newCase()))
    const [newest] = await two.settle(await two.report(two.newCase()))
    expect((newest as Told).seq).toBeGreaterThan(told.seq)
    const lost = (id: string, of = epoch) => one.post<{ epoch: string }>('/v1/lost-acts', { epoch: of, id })
    const [kept] = await one.settle(await one.report(one.newCase()))

    expect((await lost(kept!.id)).body).toEqual({ epoch })
    expect((await lost(told.id, 'another')).body).toEqual({ epoch })
    const { body } = await lost(told.id)

    expect(body.epoch).not.toBe(epoch)
    expect(running.platform.hall.epoch).toBe(body.epoch)
    expect((await lost(randomUUID(), body.epoch)).body).toEqual(body)
  })

  it('believes it once in a run, of nobody but a seat of the hall, and of no cursor that nobody can have', async () => {
    const { one, cursor } = await restoredWhole()
    const wall = await enrol('W2')
    const admin = httpClient(running.url, (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim())
    const { epoch } = running.platform.hall

    expect((await admin.get(`/v1/changes/stream?${cursor}`)).status).toBe(410)
    expect((await wall.get(`/v1/changes/stream?${cursor}`)).status).toBe(410)
    expect((await one.get(`/v1/changes/stream?epoch=${epoch}&seq=${String(Number.MAX_SAFE_INTEGER)}`)).status).toBe(410)
    expect(running.platform.hall.epoch).toBe(epoch)
    await one.get(`/v1/changes/stream?${cursor}`)
    const { epoch: now } = running.platform.hall
    expect((await one.get(`/v1/changes/stream?epoch=${now}&seq=99999999`)).status).toBe(410)

    expect(running.platform.hall.epoch).toBe(now)
  })
})
