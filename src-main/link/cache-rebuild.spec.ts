import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock, systemRandom, systemTimers } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { aLink } from '#tests/builders/a-link.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { CaseStory } from '#tests/builders/case-story.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { until } from '#tests/builders/patience.ts'
import { flipLetter, inCache } from '#tests/builders/spoiled-cache.ts'
import { PlatformServer } from '#tests/fakes/platform-server.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import type { CheckPosition } from '../db/cache-api.ts'
import type { HallDb } from '../db/hall-db.ts'
import { CacheRebuild } from './cache-rebuild.ts'
import { DigestWatch } from './digest-watch.ts'
import type { LinkService } from './link-service.ts'
import { PlatformClient } from './platform-client.ts'

interface RunningSeat {
  readonly db: HallDb
  readonly link: LinkService
  /** What was said to have gone wrong. */
  readonly failures: string[]
  replaced: number
  stop(): Promise<void>
}

async function aSeat(server: PlatformServer, dataDir = aDataFolder()): Promise<RunningSeat> {
  const db = unwrap(await openHallDbInProcess({ dataDir, seat: '1', lastS: 0, readers: 2 }))
  const failures: string[] = []
  const seat: RunningSeat = { db, failures, replaced: 0, link: null as unknown as LinkService, stop: once(() => end()) }
  const link = aLink(db, new PlatformClient(server.url, 'token'), {
    cacheReplaced: () => {
      seat.replaced += 1
    },
    failed: (where, error) => failures.push(`${where}: ${error instanceof Error ? error.message : String(error)}`),
  })
  const end = async (): Promise<void> => {
    await link.stop()
    await db.close()
  }
  Object.assign(seat, { link })
  onTestFinished(seat.stop)
  await link.start()
  return seat
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => (done ??= work())
}

const isLevel = (seat: RunningSeat, server: PlatformServer) => async (): Promise<boolean> => {
  const cursor = await seat.db.cacheWriter.cursor()
  return cursor?.epoch === server.platform.epoch && cursor.seq === server.platform.head && seat.link.status().rebuild === null
}

function aHall(epoch: string, cases: number): TestPlatform {
  const platform = new TestPlatform(epoch)
  for (let k = 1; k <= cases; k += 1) {
    const { case: row } = CaseStory.after('accept', 'file')
    platform.put('case', caseId(k), { ...row, id: caseId(k), no: `A${String(1000 + k)}` }, row.ver)
  }
  return platform
}

const cachesIn = (dataDir: string): string[] =>
  readdirSync(dataDir).filter((name) => name.startsWith('cache') && name.endsWith('.db'))

describe('a fresh seat', () => {
  it('takes the snapshot, goes on behind a cut, and reads the feed from where the snapshot stands', async () => {
    const server = await PlatformServer.start(aHall('life-1', 200))
    server.makeSnapshot()
    server.platform.put('department', 'late', { id: 'late', name: '后来的', phone: null, duties: [], external: false })
    server.cuts.push(4_000, 4_000, 4_000, 4_000)

    const seat = await aSeat(server)
    await until('level', isLevel(seat, server))

    const downloads = server.asked.filter((path) => path.includes('/v1/snapshot/'))
    // What was on the wire when it was cut may be lost, never what was on the disk.
    expect(downloads).toHaveLength(5)
    expect(downloads.filter((path) => / bytes=[1-9]\d*-$/.test(path)).length).toBeGreaterThan(0)
    expect(await seat.db.cache.counts()).toMatchObject({ cases: 200 })
    expect((await seat.db.cache.departments()).map(({ id }) => id)).toContain('late')
    expect(readdirSync(seat.db.dataDir).filter((name) => name.startsWith('snapshot'))).toEqual([])
    expect(cachesIn(seat.db.dataDir)).toEqual(['cache-1.db'])
  })

  it('goes on with a download after a restart', async () => {
    const server = await PlatformServer.start(aHall('life-1', 200))
    server.makeSnapshot()
    const dataDir = aDataFolder()
    server.cuts.push(5_000, ...Array<number>(50).fill(0))
    const first = await aSeat(server, dataDir)
    await until('something is here', () => (first.link.status().rebuild?.done ?? 0) >= 5_000)
    await first.stop()
    server.cuts.length = 0
    server.asked.length = 0

    const second = await aSeat(server, dataDir)
    await until('level', isLevel(second, server))

    expect(server.asked.find((path) => path.includes('/v1/snapshot/'))).toMatch(/ bytes=[1-9]\d*-$/)
  })

  it('reads pages where the bytes are wrong twice, where the file is not what it says, and where there is none', async () => {
    for (const spoil of [wrongBytes, wrongCursor, noSnapshot]) {
      const server = await PlatformServer.start(aHall('life-1', 20))
      server.makeSnapshot()
      spoil(server)

      const seat = await aSeat(server)
      await until('level', isLevel(seat, server))

      expect(await seat.db.cache.counts()).toMatchObject({ cases: 20 })
      await seat.stop()
    }
  })

  it('has the first rows to work with while the rest is on its way', async () => {
    const server = await PlatformServer.start(aHall('life-1', 50))
    server.makeSnapshot()
    server.firstRows = server.platform.page(0, 9).changes
    server.cuts.push(...Array<number>(20).fill(0))

    const seat = await aSeat(server)
    await until('first rows', async () => (await seat.db.cache.counts()).cases > 0)

    expect(seat.link.status()).toMatchObject({ rebuild: { reason: 'fresh' } })
    expect(await seat.db.cacheWriter.cursor()).toBeNull()
    server.cuts.length = 0
    await until('level', isLevel(seat, server))
    expect(await seat.db.cache.counts()).toMatchObject({ cases: 50 })
  })
})

describe('a platform that goes back to a backup', () => {
  it('leaves what was shown readable, as of then, until the new life has taken its place', async () => {
    const server = await PlatformServer.start(aHall('life-1', 30))
    const seat = await aSeat(server)
    await until('level', isLevel(seat, server))
    await until('normal', () => seat.link.status().rung === 'normal')
    server.makeSnapshot()
    const next = aHall('life-2', 10)
    server.restore(next)
    server.makeSnapshot()
    server.cuts.push(...Array<number>(30).fill(0))

    await until('rebuilding', () => seat.link.status().rebuild?.reason === 'epoch')
    const { lastContactAt, freshAt } = seat.link.status()
    expect(freshAt).not.toBeNull()
    await sleep(100)
    expect((await seat.db.cache.workList('to-dispatch', 0, 100)).total).toBe(30)
    expect(seat.link.status()).toMatchObject({ rung: 'catching-up', lastContactAt, freshAt })
    server.cuts.length = 0

    await until('level', isLevel(seat, server))
    expect((await seat.db.cache.workList('to-dispatch', 0, 100)).total).toBe(10)
    expect(seat.replaced).toBeGreaterThan(0)
    expect((await seat.db.cache.revisions()).cases).toBeGreaterThan(1)
  })
})

describe('a person who wants this machine’s data made anew', () => {
  it('keeps own acts, and what is read meanwhile', async () => {
    const server = await PlatformServer.start(aHall('life-1', 5))
    const seat = await aSeat(server)
    await until('level', isLevel(seat, server))
    const stored = unwrap(await seat.db.ledger.append([aReport(90, 90)], null))
    await seat.db.cacheWriter.overlay(stored)

    expect(seat.link.rebuildCache()).toEqual({ ok: true, value: null })
    await until('replaced', () => seat.replaced === 1)

    expect(await seat.db.cache.caseById(caseId(90))).toMatchObject({ row: { state: 'reported' } })
    expect(cachesIn(seat.db.dataDir)).toEqual(['cache-1.db'])
    expect(existsSync(join(seat.db.dataDir, 'cache.current'))).toBe(true)
  })
})

describe('a seat that compares what it holds with the platform', () => {
  it('mends the bucket in which a row differs, is missing or is too many', async () => {
    const server = await PlatformServer.start(aHall('life-1', 40))
    const seat = await aSeat(server)
    await until('level', isLevel(seat, server))
    spoilRows(seat)
    const mended: string[] = []
    const watch = new DigestWatch({
      ...{ db: seat.db, client: new PlatformClient(server.url, 'token'), clock: systemClock },
      mended: (_, what) => mended.push(what),
      hopeless: (what) => mended.push(`hopeless ${what}`),
      failed: (error) => {
        throw error
      },
    })

    await watch.compare()
    const inFirst = mended.splice(0)
    await watch.compare()

    expect(inFirst.toSorted()).toEqual(
      ['case', 'case', 'case', 'department'].map((kind) => expect.stringMatching(`^${kind}/`) as string),
    )
    expect(mended).toEqual([])
    expect(await seat.db.cache.counts()).toMatchObject({ cases: 40 })
    expect((await seat.db.cache.caseById(caseId(1)))?.row.no).toBe('A1001')
    expect((await seat.db.cache.departments()).map(({ id }) => id)).not.toContain('stray')
    expect(placesAndTexts(seat)).toEqual([40, 40])
  })

  it('gives a bucket up that differs three times in a row, and makes the cache anew', async () => {
    const server = await PlatformServer.start(aHall('life-1', 3))
    const seat = await aSeat(server)
    await until('level', isLevel(seat, server))
    const hopeless: string[] = []
    const watch = new DigestWatch({
      ...{ db: seat.db, client: new PlatformClient(server.url, 'token'), clock: systemClock },
      mended: () => undefined,
      hopeless: (what) => hopeless.push(what),
      failed: (error) => {
        throw error
      },
    })

    for (let round = 0; round < 3; round += 1) {
      inCache(seat.db.dataDir, (db) => db.exec("UPDATE entity_row SET ver = 7 WHERE kind = 'person'"))
      await watch.compare()
    }

    expect(hopeless).toEqual(['person/all'])
  })
})

describe('a seat that looks through its pages', () => {
  it('finds a changed letter in a document, a column that does not follow from it and a broken index', async () => {
    const damages: readonly ((dataDir: string) => void)[] = [
      (dataDir) => inCache(dataDir, (db) => db.exec('UPDATE flow SET doc = replace(doc, \'"n":\', \'"n":1\')')),
      (dataDir) => inCache(dataDir, (db) => db.exec('UPDATE "case" SET due_at = due_at + 1')),
      (dataDir) => flipLetter(dataDir, 'A1003'),
    ]
    for (const damage of damages) {
      const platform = aHall('life-1', 5)
      platform.put('flow', cmdId(1), CaseStory.after('accept').flow[0]!)
      const server = await PlatformServer.start(platform)
      const seat = await aSeat(server)
      await until('level', isLevel(seat, server))
      expect(await faultIn(seat)).toBeNull()

      damage(seat.db.dataDir)

      expect(await faultIn(seat)).not.toBeNull()
      await seat.stop()
    }
  })
})

describe('two who ask for a new cache in the same moment', () => {
  it('are served by one download', async () => {
    const server = await PlatformServer.start(aHall('life-1', 50))
    server.makeSnapshot()
    const db = unwrap(await openHallDbInProcess({ dataDir: aDataFolder(), seat: '1', lastS: 0, readers: 1 }))
    onTestFinished(() => db.close())
    const nothing = (): Promise<void> => Promise.resolve()
    const rebuild = new CacheRebuild({
      ...{ db, client: new PlatformClient(server.url, 'token'), clock: systemClock, timers: systemTimers, random: systemRandom },
      ...{ changed: () => undefined, first: () => undefined, kept: nothing, replaced: nothing },
      failed: (error) => {
        throw error
      },
    })
    onTestFinished(() => rebuild.stop())

    await Promise.all([rebuild.begin('expired', 'life-1'), rebuild.begin('epoch', 'life-1')])
    await until('the second cache is there', () => rebuild.shadow !== null)

    expect(server.asked.filter((path) => path.startsWith('/v1/snapshot/'))).toHaveLength(1)
  })
})

async function faultIn(seat: RunningSeat): Promise<string | null> {
  const inspector = unwrap(await seat.db.openInspector())
  let position: CheckPosition = null
  do {
    const { fault, next }: { fault: string | null; next: CheckPosition } = await inspector.check(position)
    position = next
    if (fault !== null) return fault
  } while (position !== null)
  await inspector.close()
  return null
}

function placesAndTexts(seat: RunningSeat): readonly (number | undefined)[] {
  const found: (number | undefined)[] = []
  inCache(seat.db.dataDir, (db) => {
    for (const table of ['case_at', 'case_fts']) found.push(db.pluck<[], number>(`SELECT count(*) FROM ${table}`).get())
  })
  return found
}

function spoilRows(seat: RunningSeat): void {
  inCache(seat.db.dataDir, (db) => {
    db.change<[string]>('UPDATE "case" SET feed_ver = 99, no = \'?\' WHERE id = ?').run(caseId(1))
    db.change<[string]>('UPDATE "case" SET feed_ver = 1 WHERE id = ?').run(caseId(2))
    db.change<[string]>('DELETE FROM "case" WHERE id = ?').run(caseId(3))
    db.exec(
      "INSERT INTO entity_row (kind, id, ver, name, doc, doc_sum) SELECT kind, 'stray', ver, name, doc, doc_sum FROM entity_row WHERE kind = 'department' LIMIT 1",
    )
  })
}

function wrongBytes(server: PlatformServer): void {
  const { info, bytes } = server.snapshot!
  const other = Buffer.from(bytes)
  other[100] = (other[100] ?? 0) ^ 1
  server.snapshot = { info, bytes: other }
}

function wrongCursor(server: PlatformServer): void {
  const { info, bytes } = server.snapshot!
  server.snapshot = { info: { ...info, seq: info.seq - 1 }, bytes }
}

function noSnapshot(server: PlatformServer): void {
  server.snapshot = null
}
