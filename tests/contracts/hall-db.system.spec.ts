import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openForWriting } from '#main/db-worker/driver.ts'
import { RefusalError, unwrap } from '#shared/kernel/result.ts'
import { aCommand, aReport } from '#tests/builders/a-command.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { endThread } from '#tests/fakes/end-a-thread.ts'
import { caseId, cmdId } from '#tests/builders/ids.ts'
import { openHallDbInProcess } from '#tests/simulation/hall-db-in-process.ts'
import type { HallDb, HallDbOptions, OpenHallDb } from '#main/db/hall-db.ts'
import { openHallDb } from '#main/db/open.ts'
import { WorkerClient } from '#main/db/worker-client.ts'

const options = (dataDir: string): HallDbOptions => ({ dataDir, seat: '1', lastS: 0, readers: 2 })

async function opened(open: OpenHallDb, dataDir: string): Promise<HallDb> {
  const db = unwrap(await open(options(dataDir)))
  let isOpen = true
  const close = async (): Promise<void> => {
    if (isOpen) await db.close()
    isOpen = false
  }
  onTestFinished(close)
  return { ...db, close }
}

describe.each([
  ['in threads', openHallDb],
  ['in process', openHallDbInProcess],
])('the data of a seat %s', (_, open) => {
  it('stores, folds, reads and draws', async () => {
    const db = await opened(open, aDataFolder())
    const platform = new TestPlatform()
    platform.put('component', '3415230101000001', {
      ...{ code: '3415230101000001', classCode: 'C0101', name: '上水井盖', lng: 116.95, lat: 31.46, grid: null },
      ...{ department: null, owner: null, keeper: null, state: 'intact', changedOn: null },
    })
    await db.cacheWriter.applyPage(platform.page(0))

    const stored = unwrap(await db.ledger.append([aReport(1), aCommand(2, 'accept')], null))
    await db.cacheWriter.overlay(stored)

    expect(await db.cache.workList('to-file', 0, 10)).toMatchObject({ total: 1, rows: [{ id: caseId(1), pending: 2 }] })
    const tiles = await Promise.all([1, 2, 3].map(() => db.cache.tile('components', 0, 0, 0)))
    expect(tiles.map((tile) => tile.length > 0)).toEqual([true, true, true])
  })

  it('folds in what was stored just before a crash, and takes out what was settled just before it', async () => {
    const dataDir = aDataFolder()
    const before = await opened(open, dataDir)
    await before.cacheWriter.applyPage(new TestPlatform().page(0))
    await before.cacheWriter.overlay(unwrap(await before.ledger.append([aReport(1)], null)))
    await before.ledger.append([aReport(2, 2)], null)
    await before.ledger.recordOutcomes([{ id: cmdId(1), result: 'rejected', code: 'forbidden', detail: null, current: null }])
    await before.close()

    const after = await opened(open, dataDir)

    expect(await after.cacheWriter.pendingIds()).toEqual([cmdId(2)])
    expect(await after.cache.caseById(caseId(1))).toBeNull()
  })

  it('makes a missing, damaged or older cache anew and folds own acts in, without touching the ledger', async () => {
    const dataDir = aDataFolder()
    const platform = new TestPlatform()
    const before = await opened(open, dataDir)
    await before.cacheWriter.applyPage(platform.page(0))
    await before.ledger.append([aReport(1)], null)
    await before.close()

    for (const damage of [removeCache, overwriteCache, ageCache]) {
      damage(dataDir)
      const db = await opened(open, dataDir)
      expect(await db.cacheWriter.cursor()).toBeNull()
      await db.cacheWriter.applyPage(platform.page(0))
      expect(await db.cache.caseById(caseId(1))).toMatchObject({ row: { state: 'reported' } })
      expect(await db.ledger.verify()).toBeNull()
      await db.close()
    }
  })

  it('refuses a newer cache, a second instance and a wrong seat with a code; without that cache it opens with its own acts', async () => {
    const dataDir = aDataFolder()
    const db = await opened(open, dataDir)
    expect(await open(options(dataDir))).toMatchObject({ ok: false, error: { code: 'already-running' } })
    await db.ledger.append([aReport(1)], null)
    await db.close()
    setVersion(dataDir, 9_999)

    expect(await open(options(dataDir))).toEqual({ ok: false, error: { code: 'schema-newer', detail: 'cache 9999' } })
    expect(await openHallDb({ ...options(dataDir), seat: '../1' })).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    removeCache(dataDir)

    const again = await opened(open, dataDir)
    expect(await again.ledger.lastS()).toBe(1)
    expect(await again.cacheWriter.pendingIds()).toEqual([cmdId(1)])
  })

  it('rejects with a refusal when a write fails, and goes on', async () => {
    const db = await opened(open, aDataFolder())

    const wrong = db.ledger.append([aCommand(1, 'note', 1, { at: Number.NaN })], null)

    expect(await wrong).toMatchObject({ ok: false, error: { code: 'bad-request', detail: 'at' } })
    expect(await db.ledger.lastS()).toBe(0)
  })
})

describe('a worker that dies', () => {
  it('is told with whether the host can go on without it: not without ledger, cache or reader', async () => {
    const said: string[] = []
    const onFailure = ({ worker }: { worker: string }, isVital: boolean) => void said.push(`${worker} ${String(isVital)}`)
    const db = unwrap(await openHallDb({ ...options(aDataFolder()), onFailure }))

    for (const name of ['reader', 'cache', 'ledger']) await endThread(`hall-${name}`)

    expect(said).toEqual(['reader true', 'cache true', 'ledger true'])
    await expect(db.ledger.lastS()).rejects.toMatchObject({ refusal: { code: 'storage-failed' } })
    await db.close()
  })

  it('leaves the running cache as it is when it was to be the next one, and not when it already is', async () => {
    const said: string[] = []
    const onFailure = ({ worker }: { worker: string }, isVital: boolean) => void said.push(`${worker} ${String(isVital)}`)
    const db = unwrap(await openHallDb({ ...options(aDataFolder()), onFailure }))
    unwrap(await db.openShadow(null))
    await endThread('hall-shadow')
    expect(await db.cacheWriter.cursor()).toBeNull()
    const shadow = unwrap(await db.openShadow(null))
    await shadow.applyPage(new TestPlatform().page(0))
    await db.adopt(shadow)

    await endThread('hall-shadow')

    expect(said).toEqual(['shadow false', 'shadow true'])
    await expect(db.cacheWriter.cursor()).rejects.toMatchObject({ refusal: { code: 'storage-failed' } })
    await db.close()
  })

  it('leaves no call waiting, refuses new ones and is reported once', async () => {
    const failures: string[] = []
    const dying = new URL('../fakes/dying-worker.ts', import.meta.url)
    const worker = new WorkerClient('ledger', dying, ({ worker: name, reason }) => failures.push(`${name}: ${reason}`))
    unwrap(await worker.open({}))

    const hanging = worker.call('append', [])

    await expect(hanging).rejects.toBeInstanceOf(RefusalError)
    await expect(worker.call('lastS', [])).rejects.toMatchObject({ refusal: { code: 'storage-failed' } })
    expect(failures).toEqual(['ledger: ended with 7'])
    await worker.close()
  })
})

const cacheOf = (dataDir: string): string => join(dataDir, 'cache.db')

function removeCache(dataDir: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(cacheOf(dataDir) + end, { force: true })
}

function overwriteCache(dataDir: string): void {
  writeFileSync(cacheOf(dataDir), 'no database '.repeat(2_000))
}

function ageCache(dataDir: string): void {
  setVersion(dataDir, 0)
}

function setVersion(dataDir: string, version: number): void {
  const db = openForWriting(cacheOf(dataDir), { secureDelete: false })
  db.exec(`PRAGMA user_version = ${version}`)
  db.close()
}
