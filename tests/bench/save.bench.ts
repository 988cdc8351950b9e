import Database from 'better-sqlite3'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { HallDb } from '#main/db/hall-db.ts'
import { openHallDb } from '#main/db/open.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aReport } from '../builders/a-command.ts'
import { TestPlatform } from '../builders/a-platform.ts'
import { CaseStory } from '../builders/case-story.ts'
import { caseId } from '../builders/ids.ts'
import { benchLine, compareRounds, percentile, timeMs } from './harness.ts'
import type { Bench, BenchContext, BenchLine, Medians } from './harness.ts'

const SAVES = 1_000
const QUICK_SAVES = 200
const ALONE = { atMost: 3 }
const DURING_CATCH_UP = { atMost: 4 }
const PAGE = 500

/** Saves one after the other, as calls come in; answers the p99 of their times. */
async function p99Ms(saves: number, save: (n: number) => unknown): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < saves; i += 1) times.push(await timeMs(() => save(i)))
  return percentile(times, 0.99)
}

/** The peer: one insert of the same bytes, FULL, on the caller's own thread, nothing else. */
function bareInsert(folder: string) {
  const db = new Database(join(folder, 'bare.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE command (s INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
  const insert = db.prepare('INSERT INTO command (body) VALUES (?)')
  return {
    save: (n: number) => insert.run(canonicalJson(aReport(n, n))),
    count: () => db.prepare('SELECT count(*) FROM command').pluck().get() as number, // one number by definition
    close: () => db.close(),
  }
}

/** Feeds the cache page after page until told to stop: an outage's changes coming in while calls are taken. */
async function catchUpUntil(db: HallDb, isOver: () => boolean): Promise<void> {
  const platform = new TestPlatform()
  const { row } = CaseStory.after('accept', 'file')
  if (row === null) throw new Error('the story has no case')
  while (!isOver()) {
    for (let n = 0; n < PAGE; n += 1)
      platform.put('case', caseId(100_000 + n), { ...row, id: caseId(100_000 + n), no: `B${String(100_000 + n)}` }, row.ver)
    await db.cacheWriter.applyPage(platform.page((await db.cacheWriter.cursor())?.seq ?? 0, 10 * PAGE))
  }
}

async function compare({ isQuick, rounds, scratch, say }: BenchContext, name: string, busy: boolean): Promise<Medians> {
  const saves = isQuick ? QUICK_SAVES : SAVES
  const folder = join(scratch, name)
  mkdirSync(folder, { mode: 0o700 })
  const db = unwrap(await openHallDb({ dataDir: folder, seat: '1', lastS: 0, readers: 1 }))
  const bare = bareInsert(folder)
  let over = false
  const feed = busy ? catchUpUntil(db, () => over) : Promise.resolve()
  let n = 0
  const save = async (): Promise<void> => {
    n += 1
    unwrap(await db.ledger.append([aReport(n, n)], null))
  }
  const medians = await compareRounds(
    rounds,
    () => p99Ms(saves, save),
    () => p99Ms(saves, bare.save),
  )
  over = true
  await feed
  if ((await db.ledger.lastS()) !== bare.count()) throw new Error('the two did not store the same')
  if ((await db.ledger.verify()) !== null) throw new Error('the chain is broken')
  bare.close()
  await db.close()
  say(
    `${name}: p99 ${medians.ours.toFixed(2)} ms, bare insert ${medians.other.toFixed(2)} ms, ${(medians.ours / medians.other).toFixed(2)} times`,
  )
  return medians
}

export const bench: Bench = {
  name: 'save',
  describe:
    'p99 of storing a command (own thread, FULL, hash chain, MAC), alone and while 500-case pages come in, against a bare FULL insert',
  async run(context): Promise<BenchLine> {
    const alone = await compare(context, 'alone', false)
    const busy = await compare(context, 'during catch-up', true)
    const line = benchLine({ name: 'save', unit: 'ms', ours: alone.ours, peer: alone.other, target: ALONE })
    return { ...line, met: line.met && busy.ours / busy.other <= DURING_CATCH_UP.atMost }
  },
}
