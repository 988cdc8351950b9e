import { statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { HallDb } from '#main/db/hall-db.ts'
import { openHallDb } from '#main/db/open.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../builders/a-command.ts'
import { aDataFolder } from '../builders/a-folder.ts'
import { onSmallDisk, whyNoSmallDisk } from './on-a-small-disk.ts'

const missing = whyNoSmallDisk()
if (missing !== null) process.emitWarning(`full and read-only disks are not tried: ${missing}`)

async function aSeat(): Promise<{ db: HallDb; file: string }> {
  const dataDir = aDataFolder()
  const db = unwrap(await openHallDb({ dataDir, seat: '1', lastS: 0, readers: 1 }))
  onTestFinished(() => db.close())
  return { db, file: join(dataDir, 'ledger.db') }
}

describe.skipIf(missing !== null)('a disk of its own', () => {
  it('that is full: what is refused was not half-written, nothing saved is lost, and it goes on with room, also after a start', () => {
    const story = onSmallDisk(6, 'stories/full-disk.ts') as Record<string, never>
    const { full, told, lastS, end } = story as unknown as {
      full: { saved: number; code: string }
      told: { lastS: number; fault: null }
      lastS: number
      end: { lastS: number; fault: null }
    }

    expect(story).toMatchObject({ full: { code: 'disk-full' }, told: { fault: null }, after: true, end: { fault: null } })
    expect(told.lastS).toBe(1 + full.saved)
    expect([lastS, end.lastS]).toEqual([told.lastS + 1, told.lastS + 1])
    expect(['opened', 'disk-full']).toContain(story['startWord'])
  })

  it('that has no room for the cache at a start: what it shows it shows on, and with room the rest, without the platform', () => {
    expect(onSmallDisk(24, 'stories/full-at-start.ts')).toEqual({
      full: { owned: true, last: false, lastS: 201, waiting: 201, failed: true },
      roomy: { owned: true, last: true, fault: null },
    })
  })

  it('that takes no further file: one that is here can be looked at, one that would have to come is refused in words', () => {
    expect(onSmallDisk(80, 'stories/no-name-left.ts')).toEqual({
      full: { here: 'ok', away: 'disk-full', named: 0 },
      bytes: 900,
      roomy: { here: 'ok', named: 1 },
    })
  })

  it('that has no room for a backup: the least wanted one makes room, and where that is not enough nothing goes or is written', () => {
    expect(onSmallDisk(110, 'stories/backup-room.ts')).toEqual({
      words: ['made', 'made', 'made', 'made'],
      thinned: { word: 'made', gone: [0] },
      full: { word: 'disk-full', isSame: true, took: 0 },
    })
  })

  it('that has no room for a recovery: the backup is not called unusable, nothing of the attempt stays, and with room it is done', () => {
    const refused = { word: 'disk-full', left: [], took: 0 }

    expect(onSmallDisk(110, 'stories/recovery-no-room.ts')).toEqual({
      full: [refused, refused],
      gone: 'backup-unusable',
      roomy: '300',
    })
  })

  it('that takes only a part of a file: it is refused, the file it was to replace stays, and nothing of it is left', () => {
    expect(onSmallDisk(32, 'stories/part-of-a-file.ts')).toEqual({
      replaced: 'ENOSPC',
      kept: 'old',
      archive: 'disk-full',
      left: { files: ['kept', 'seat'], exports: [] },
      roomy: true,
    })
  })

  it('that is full when the ledger is found wrong: the kept room makes way for that word, and the next start heeds it', () => {
    expect(onSmallDisk(80, 'stories/suspect-when-full.ts')).toEqual({
      ...{ hasBallast: true, freeBytes: 0, ballast: false, start: 'anchor-contradicts' },
    })
  })

  it('that may only be read: refused with a code, not a byte changed, and as before when it may be written', () => {
    expect(onSmallDisk(6, 'stories/read-only-disk.ts')).toEqual({
      refused: 'storage-failed',
      isSame: true,
      lastS: 1,
      appended: true,
    })
  })
})

describe('somebody else has the ledger open', () => {
  it('and locks it for longer than we wait: the call is refused with a code, the host goes on meanwhile, the next call is saved', async () => {
    const { db, file } = await aSeat()
    const other = new Database(file)
    other.exec('BEGIN EXCLUSIVE')
    let turns = 0
    const ticking = setInterval(() => (turns += 1), 20)

    const refused = await db.ledger.append([aReport(1, 1)], null)
    clearInterval(ticking)
    other.exec('ROLLBACK')
    other.close()
    const saved = await db.ledger.append([aReport(2, 2)], null)

    expect(refused).toMatchObject({ ok: false, error: { code: 'storage-failed' } })
    expect(refused.ok ? '' : refused.error.detail).toMatch(/^SQLITE_BUSY/)
    expect(turns).toBeGreaterThan(50)
    expect(saved.ok).toBe(true)
    expect(await db.ledger.lastS()).toBe(1)
  })

  it('and locks it for a moment: the call waits and is saved', async () => {
    const { db, file } = await aSeat()
    const other = new Database(file)
    other.exec('BEGIN EXCLUSIVE')

    const waiting = db.ledger.append([aReport(1, 1)], null)
    setTimeout(() => other.exec('ROLLBACK').close(), 300)

    expect((await waiting).ok).toBe(true)
  })

  it('and reads it without end: the log grows only meanwhile, and is used again from its beginning afterwards', async () => {
    const { db, file } = await aSeat()
    const saveMany = async (from: number): Promise<number> => {
      for (let n = from; n < from + 150; n += 1)
        unwrap(await db.ledger.append([aReport(n, n, { description: '树'.repeat(1_300) })], null))
      return statSync(`${file}-wal`).size
    }
    await saveMany(1)
    const reader = new Database(file, { readonly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM command').get()

    const held = [await saveMany(1_000), await saveMany(2_000)]
    reader.close()
    await saveMany(3_000)
    const free = [await saveMany(4_000), await saveMany(5_000)]

    expect(held[1]).toBeGreaterThan(held[0] ?? 0)
    expect(free[1]).toBe(free[0])
    expect(await db.ledger.verify()).toBeNull()
  })
})
