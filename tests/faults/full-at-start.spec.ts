import { describe, expect, it, onTestFinished } from 'vitest'
import { assembleHallDb } from '#main/db/assemble.ts'
import { catchUp } from '#main/db/catch-up.ts'
import type { HallDb } from '#main/db/hall-db.ts'
import { inProcessOpeners } from '#main/db-worker/in-process.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { RefusalError, unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../builders/a-command.ts'
import { aDataFolder } from '../builders/a-folder.ts'
import { TestPlatform } from '../builders/a-platform.ts'
import { caseId } from '../builders/ids.ts'

/** A seat's real files; whatever its cache should be told of own acts fails with `fault` while there is one. */
async function start(dataDir: string, disk: { fault: Error | null } = { fault: null }): Promise<HallDb> {
  const openers = inProcessOpeners({ dataDir, seat: '1' as SeatId, lastS: 0 })
  const cacheWriter: typeof openers.cacheWriter = async () => {
    const opened = await openers.cacheWriter()
    if (!opened.ok) return opened
    const { overlay } = opened.value
    opened.value.overlay = (...told) => (disk.fault === null ? overlay(...told) : Promise.reject(disk.fault))
    return opened
  }
  const db = unwrap(await assembleHallDb({ ...openers, cacheWriter }, 1))
  let isOpen = true
  const close = async (): Promise<void> => {
    if (isOpen) await db.close()
    isOpen = false
  }
  onTestFinished(close)
  return { ...db, close }
}

/** The machine stopped when case 2 was in the ledger and not yet in the cache. */
async function stoppedInBetween(): Promise<string> {
  const dataDir = aDataFolder()
  const db = await start(dataDir)
  await db.cacheWriter.applyPage(new TestPlatform().page(0, 100))
  await db.cacheWriter.overlay(unwrap(await db.ledger.append([aReport(1, 1)], null)))
  unwrap(await db.ledger.append([aReport(2, 2)], null))
  await db.close()
  return dataDir
}

const shown = async ({ cache }: HallDb): Promise<boolean[]> =>
  Promise.all([1, 2].map(async (n) => (await cache.caseById(caseId(n))) !== null))

describe('a seat whose disk has no room for the cache when it starts', () => {
  it.each([
    ['of a thread', new RefusalError({ code: 'disk-full' })],
    ['of the driver', Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })],
  ])('shows what it showed, by a word %s, and all it has as soon as there is room', async (_, full) => {
    const disk: { fault: Error | null } = { fault: full }
    const db = await start(await stoppedInBetween(), disk)
    expect(await shown(db)).toEqual([true, false])
    expect(await db.ledger.lastS()).toBe(2)

    disk.fault = null
    await catchUp(db.ledger, db.cacheWriter)

    expect(await shown(db)).toEqual([true, true])
  })

  it('is told of any other failure, and has nothing left open: the next start finds its data free', async () => {
    const dataDir = await stoppedInBetween()

    await expect(start(dataDir, { fault: new Error('ours') })).rejects.toThrow('ours')

    expect(await shown(await start(dataDir))).toEqual([true, true])
  })
})
