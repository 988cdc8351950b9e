// Seats with a history, made once and kept between runs: enrolled at a small real platform, which is then stopped, and filled
// with the standard cases by the cache's own writer.
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { openForWriting } from '#main/db-worker/driver.ts'
import { cacheFile, openCacheWriter } from '#main/db-worker/cache/open-cache.ts'
import { readCursor, writeCursor } from '#main/db-worker/cache/progress.ts'
import { hallPaths } from '#main/shell-common/index.ts'
import { CACHE_SCHEMA, cacheDdl } from '#shared/cache-schema/index.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import type { Change, Cursor } from '#shared/platform-api/changes.ts'
import { openDeskClient } from '#tests/e2e/support/desk-client.ts'
import { TestHall } from '#tests/e2e/support/index.ts'
import { Operator } from '#tests/e2e/support/operator.ts'
import { caseAt } from './cases.ts'
import { departmentAt, DEPARTMENTS } from './places.ts'

/** Raise it when the same row number gives another row. */
const DATA_VERSION = 1
const PAGE = 10_000
/** Who signs in offline must have been in contact within 72 hours. */
const CONTACT_IS_OLD_MS = 48 * 3_600_000

type Say = (words: string) => void

/** Data folder of a seat that holds so many cases and the roster, and can be signed in to without a platform. */
export async function preparedHall(size: number, say: Say): Promise<string> {
  const base = baseFolder()
  const hall = join(base, `cases-${String(size)}`)
  const mark = join(hall, 'hall.json')
  if (existsSync(hall) && Date.now() - statSync(mark).mtimeMs < CONTACT_IS_OLD_MS) return hall
  const empty = join(base, 'empty')
  if (existsSync(hall)) {
    say(`contact of the prepared seat with ${String(size)} cases is renewed`)
    await inContact(base, hall)
  } else {
    say(`a seat with ${String(size)} cases is prepared, once`)
    if (!existsSync(empty)) await inContact(base, empty)
    rmSync(`${hall}.new`, { recursive: true, force: true })
    cpSync(empty, `${hall}.new`, { recursive: true })
    fill(hallPaths(`${hall}.new`).seat, size, say)
    renameSync(`${hall}.new`, hall)
  }
  utimesSync(mark, new Date(), new Date())
  return hall
}

/** One folder per shape of the cache; in the temporary folder, which is open to all, only one of our own is trusted. */
function baseFolder(): string {
  const shape = createHash('sha256').update(`${String(DATA_VERSION)} ${String(FEED_SCHEMA)} ${cacheDdl}`).digest('hex').slice(0, 12)
  const base = join(tmpdir(), `hall-bench-${String(userInfo().uid)}-v${String(CACHE_SCHEMA)}-${shape}`)
  mkdirSync(base, { recursive: true, mode: 0o700 })
  const found = lstatSync(base)
  if (!found.isDirectory() || found.uid !== userInfo().uid) throw new Error(`${base} is not ours; remove it`)
  chmodSync(base, 0o700)
  return base
}

/** Starts platform and seat, enrols it the first time, signs in and leaves the seat locked, as a power cut would find it. */
async function inContact(base: string, dataDir: string): Promise<void> {
  const hall = await TestHall.open()
  try {
    const platform = await hall.startPlatform({ dataDir: join(base, 'platform') })
    const seat = await hall.startSeat('1', platform, { dataDir })
    const client = await openDeskClient(seat)
    await client.until(client.desk.watch.link.status, {}, ({ rung }) => rung === 'normal')
    await new Operator(client).signIn()
    client.close()
  } finally {
    await hall.end()
  }
}

/** Through the writer's own door, oldest first; afterwards the seat stands where the platform left it. */
function fill(dataDir: string, size: number, say: Say): void {
  const writer = unwrap(openCacheWriter(dataDir))
  const stood = writer.cursor()
  if (stood === null) throw new Error('the seat has read nothing yet')
  let seq = stood.seq
  const apply = (rows: readonly Row[]): void => {
    const changes = rows.map((row, k): Change => ({ ...row, seq: seq + k + 1, ver: 1, op: 'put' }))
    const next = seq + rows.length
    const page = { epoch: stood.epoch, schema: FEED_SCHEMA, from: seq, next, head: next, more: false, time: Date.now() }
    const applied = writer.applyPage({ ...page, changes })
    if (!applied.applied) throw new Error(applied.why)
    seq = next
  }
  apply(Array.from({ length: DEPARTMENTS }, (_, k) => ({ kind: 'department', id: departmentAt(k).id, row: asRow(departmentAt(k)) })))
  for (let left = size; left > 0; left -= PAGE) {
    apply(Array.from({ length: Math.min(PAGE, left) }, (_, k) => caseChange(left - 1 - k)))
    if ((size - left) % (10 * PAGE) === 0) say(`${String(size - Math.max(0, left - PAGE))} of ${String(size)} cases`)
  }
  writer.close()
  standAt(dataDir, stood)
}

type Row = Pick<Change, 'kind' | 'id' | 'row'>

function caseChange(i: number): Row {
  const row = caseAt(i)
  return { kind: 'case', id: row.id, row: asRow(row) }
}

function asRow(row: object): Record<string, unknown> {
  return { ...row }
}

function standAt(dataDir: string, cursor: Cursor): void {
  const db = openForWriting(cacheFile(dataDir), { secureDelete: false })
  db.transaction(() => { writeCursor(db, cursor) })
  if (readCursor(db)?.seq !== cursor.seq) throw new Error('the cursor was not set back')
  db.checkpoint()
  db.close()
}
