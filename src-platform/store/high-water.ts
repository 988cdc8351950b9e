import { join } from 'node:path'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import { z } from '#shared/kernel/zod.ts'
import { readPrivateFile, writePrivateFile } from '../auth/private-file.ts'
import type { Platform } from '../platform.ts'
import type { Db } from './migrations/migration.ts'

/** Numbers are leased without a row of the feed: the last serial of each day is marked too. */
const Mark = z.object({ epoch: z.string(), seq: z.int().min(0), serials: z.record(z.string(), z.int()).default({}) })
type Mark = z.infer<typeof Mark>

const fileOf = (dataDir: string): string => join(dataDir, 'high-water.json')

const DAY_MS = 24 * 3_600_000
/** Of older days nobody leases numbers. */
const DAYS_BACK = 100

/**
 * Has the database gone back since this platform last ran on it? A file beside it says how far the hall had come; a database of
 * the same life that stands before that is a restored backup, whether anybody has told us or not. Gives the life that is over.
 */
export async function findLifeGoneBack(db: Db, dataDir: string): Promise<string | null> {
  const mark = await readMark(dataDir)
  if (mark === null) return null
  const now = await readStand(db, Object.keys(mark.serials).sort()[0])
  return now !== undefined && isBehind(now, mark) ? mark.epoch : null
}

function isBehind(now: Mark, mark: Mark): boolean {
  if (now.epoch !== mark.epoch) return false
  return now.seq < mark.seq || Object.entries(mark.serials).some(([day, last]) => (now.serials[day] ?? 0) < last)
}

/**
 * Writes the mark down whenever the store has answered with a newer one, never with an older. The returned function writes the
 * last one.
 */
export function keepHighWater(
  { store, feed, clock }: Platform,
  dataDir: string,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  const firstDay = dayOf(clock.now() - DAYS_BACK * DAY_MS, 0)
  let written: Mark | null = null
  let writing: Promise<void> | null = null
  const write = async (): Promise<void> => {
    const mark = await readStand(store.db, firstDay)
    if (mark === undefined || (written !== null && isBehind(mark, written))) return
    const text = JSON.stringify(mark)
    if (written !== null && text === JSON.stringify(written)) return
    await writePrivateFile(fileOf(dataDir), `${text}\n`)
    written = mark
  }
  const look = (): Promise<void> => (writing ??= write().catch(onFailure).finally(() => (writing = null)))
  const stop = feed.listen({ beat: () => void look(), changed: () => undefined, lost: () => undefined })
  return async () => {
    stop()
    await writing
    // A beat tells of commits only now and then. A store that is gone has told what it could.
    await look()
  }
}

/** Where the store stands now; of the days from `firstDay` on, or of none. */
async function readStand(db: Db, firstDay: string | undefined): Promise<Mark | undefined> {
  const halls = db.selectFrom('hall').innerJoin('feed_head', 'feed_head.hall', 'hall.id')
  const head = await halls.select(['hall.id', 'hall.epoch', 'feed_head.seq']).executeTakeFirst()
  if (head === undefined) return undefined
  const { id, epoch, seq } = head
  const blocks = db.selectFrom('number_block').where('hall', '=', id).where('day', '>=', firstDay ?? '99999999')
  const leased = await blocks.select((e) => ['day', e.fn.max('to_serial').as('last')]).groupBy('day').orderBy('day').execute()
  return { epoch, seq, serials: Object.fromEntries(leased.map(({ day, last }) => [day, last])) }
}

async function readMark(dataDir: string): Promise<Mark | null> {
  const text = await readPrivateFile(fileOf(dataDir))
  if (text === undefined) return null
  try {
    return Mark.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // Torn by a full disk: it says nothing, and the next beat writes it anew.
    return null
  }
}
