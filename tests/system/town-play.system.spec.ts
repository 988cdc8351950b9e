// The past and the life of a demonstration hall, on the real platform with a real PostgreSQL.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachmentFiles, hashFile } from '#platform/attachments/files.ts'
import { runPlatform } from '#platform/run-platform.ts'
import type { RunningPlatform } from '#platform/run-platform.ts'
import { writeHistory } from '#platform/simulator/history/write-history.ts'
import { hangAlbum } from '#platform/simulator/photograph/hang-album.ts'
import type { PlayOptions } from '#platform/simulator/play.ts'
import { CaseRow, FlowRecord } from '#shared/domain/case/case-row.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { LifeStatus } from '#shared/platform-api/life.ts'
import { straightStory } from '#tests/builders/case-story.ts'
import { startTestPostgres } from '#tests/builders/test-postgres.ts'
import type { TestPostgres } from '#tests/builders/test-postgres.ts'

/** It is the morning of a working day in the hall, at whatever hour this is tried: in the night the town has nothing to do. */
const MORNING = Date.parse('2026-11-18T09:00:00+08:00') - performance.now()
const clock: Clock = { now: () => Math.floor(MORNING + performance.now()), monotonicMs: () => performance.now() }

let postgres: TestPostgres
let dataDir: string

beforeAll(async () => {
  postgres = await startTestPostgres()
  dataDir = await mkdtemp(join(tmpdir(), 'hall-play-'))
})

afterAll(async () => {
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(play: PlayOptions, hear: (line: string) => void = () => undefined): Promise<RunningPlatform> {
  const log = pino({ level: 'warn' }, { write: hear })
  const stored = { connection: () => postgres.connection, dataDir, port: 0 }
  return unwrap(await runPlatform({ ...stored, town: 'small', seed: 1, log, clock, play }))
}

async function count(running: RunningPlatform, kind: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM entity WHERE kind = ${kind}`.execute(running.platform.store.db)
  return rows[0]?.count ?? 0
}

/** What cases name is where the platform reads it, under the hash it has. */
async function everyPhotographLiesThere({ platform }: RunningPlatform): Promise<void> {
  const { rows } = await sql<{ hash: string }>`
    SELECT DISTINCT photograph->>'hash' AS hash FROM entity, jsonb_array_elements(row->'attachments') AS photograph
    WHERE kind = 'case'`.execute(platform.store.db)
  expect(rows.length).toBeGreaterThan(10)
  const known = await platform.store.db.selectFrom('upload').select('hash').execute()
  expect(known.map(({ hash }) => hash)).toEqual(expect.arrayContaining(rows.map(({ hash }) => hash)))
  for (const { hash } of rows) expect(await hashFile(attachmentFiles(dataDir).pathOf(hash))).toBe(hash)
}

const still: PlayOptions = { historyDays: 0, lifeSpeed: null, lifeSeats: 0 }

describe('the past of a demonstration hall', () => {
  it('lands day by day with gapless seqs, and a second run adds nothing', async () => {
    const running = await start(still)
    try {
      const { platform } = running
      await hangAlbum(platform, dataDir, 1)
      await hangAlbum(platform, dataDir, 1)
      const options = { days: 3, seed: 1, signal: new AbortController().signal, onProgress: () => undefined }

      const first = unwrap(await writeHistory(platform, options))
      const stood = [await count(running, 'case'), await count(running, 'flow')]
      const second = unwrap(await writeHistory(platform, options))

      expect(first.cases).toBeGreaterThan(150)
      expect(first.flows).toBeGreaterThan(first.cases * 5)
      expect(stood).toEqual([first.cases, first.flows])
      expect(second).toMatchObject({ cases: 0, flows: 0 })
      expect([await count(running, 'case'), await count(running, 'flow')]).toEqual(stood)
      await everyPhotographLiesThere(running)
      const { rows } = await sql<{ gaps: number; taken: number; numbered: number }>`
        SELECT (SELECT seq FROM feed_head) - count(*)::int AS gaps,
          (SELECT sum(to_serial - from_serial + 1)::int FROM number_block) AS taken,
          (SELECT count(*)::int FROM entity WHERE kind = 'case') AS numbered FROM entity`.execute(platform.store.db)
      expect(rows[0]).toMatchObject({ gaps: 0 })
      expect(rows[0]?.taken).toBe(rows[0]?.numbered)
    } finally {
      await running.close()
    }
  })
})

/** Hang, not slowness: at its greatest speed the town has a whole case after a quarter of a minute. */
const SOME_CASES_MS = 180_000

describe('the life of a demonstration hall', () => {
  let running: RunningPlatform
  let token: string

  beforeAll(async () => {
    running = await start({ historyDays: 0, lifeSpeed: 600, lifeSeats: 3 })
    token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim()
  })

  afterAll(async () => {
    await running.close()
  })

  async function ask(request?: unknown): Promise<unknown> {
    const reply = await fetch(`${running.url}/v1/life`, {
      method: request === undefined ? 'GET' : 'PUT',
      headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' },
      ...(request !== undefined && { body: JSON.stringify(request) }),
    })
    return reply.json()
  }

  async function life(request?: unknown): Promise<LifeStatus> {
    return LifeStatus.parse(await ask(request))
  }

  async function flowsSince(at: number): Promise<FlowRecord[]> {
    const { rows } = await sql<{ row: unknown }>`
      SELECT row FROM entity WHERE kind = 'flow' AND (row->>'at')::bigint >= ${at}`.execute(running.platform.store.db)
    return rows.map(({ row }) => FlowRecord.parse(row))
  }

  it('brings new cases from the street through every step to the end, in the names of the people', async () => {
    await expect.poll(() => ask(), { timeout: 30_000 }).toMatchObject({ state: 'running' })
    const begun = clock.now()
    const closedOfToday = async (): Promise<readonly CaseAction[][]> => {
      const byCase = Map.groupBy(await flowsSince(begun), ({ caseId }) => caseId)
      const whole = [...byCase.values()].filter((own) => own.some(({ n }) => n === 1) && own.some(({ to }) => to === 'closed'))
      return whole.map((own) => own.map(({ action }) => action))
    }
    const wholeCases = async (): Promise<number> =>
      (await closedOfToday()).filter((actions) => straightStory.every((step) => actions.includes(step))).length

    await expect.poll(wholeCases, { timeout: SOME_CASES_MS, interval: 500 }).toBeGreaterThan(2)

    const flows = await flowsSince(begun)
    expect(flows.every(({ person, seat }) => person !== null && seat === null)).toBe(true)
    expect(flows.some(({ offline, timeDoubt }) => offline || timeDoubt)).toBe(false)
    expect(flows.every(({ at }) => at <= clock.now())).toBe(true)
    expect(await life()).toMatchObject({ state: 'running', failed: 0 })
  }, 240_000)

  it('stands still when it is paused and goes on at another speed', async () => {
    const paused = await life({ state: 'paused' })
    const later = await life()
    const slow = await life({ state: 'running', speed: 1 })

    expect(paused.state).toBe('paused')
    expect(later.townTime).toBe(paused.townTime)
    expect(slow).toMatchObject({ state: 'running', speed: 1 })
  })

  it('moves the inspectors, who are then where the streets are', async () => {
    const seen = await life()

    expect(seen.positions).toBeGreaterThan(16)
  })

  it('keeps every case whole: its row is where its last step left it', async () => {
    const { rows } = await sql<{ row: unknown; n: number; last: string }>`
      SELECT e.row, count(f.id)::int AS n, (array_agg(f.row->>'to' ORDER BY (f.row->>'n')::int DESC))[1] AS last
      FROM entity e JOIN entity f ON f.kind = 'flow' AND f.row->>'caseId' = e.id WHERE e.kind = 'case' GROUP BY e.id, e.row`.execute(
      running.platform.store.db,
    )

    expect(rows.length).toBeGreaterThan(100)
    for (const { row, last } of rows) expect(CaseRow.parse(row).state).toBe(last)
  })

  it('is for administrators only', async () => {
    const reply = await fetch(`${running.url}/v1/life`)

    expect(reply.status).toBe(401)
  })
})

describe('a hall in earnest', () => {
  it('is given neither a past nor a life: its people have PINs of their own', async () => {
    const first = await start(still)
    const token = (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim()
    for (const person of ['1001', '1002', '1003']) {
      const reply = await fetch(`${first.url}/v1/people/${person}/secret`, {
        method: 'PUT',
        headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ secret: `own-${person}` }),
      })
      expect(reply.status).toBe(200)
    }
    const cases = await count(first, 'case')
    await first.close()

    const said: string[] = []
    const second = await start({ historyDays: 40, lifeSpeed: 600, lifeSeats: 3 }, (line) => said.push(line))
    await expect.poll(() => said.filter((line) => line.includes('in earnest')), { timeout: 30_000 }).toHaveLength(2)
    const stood = await count(second, 'case')
    await second.close()

    expect(stood).toBe(cases)
  })
})
