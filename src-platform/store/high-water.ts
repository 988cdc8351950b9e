import { join } from 'node:path'
import { z } from '#shared/kernel/zod.ts'
import { readPrivateFile, writePrivateFile } from '../auth/private-file.ts'
import type { Platform } from '../platform.ts'
import type { Db } from './migrations/migration.ts'

const Mark = z.object({ epoch: z.string(), seq: z.int().min(0) })
type Mark = z.infer<typeof Mark>

const fileOf = (dataDir: string): string => join(dataDir, 'high-water.json')

/**
 * Has the database gone back since this platform last ran on it? A file beside it says how far the feed had come; a database of
 * the same life that stands before that is a restored backup, whether anybody has told us or not.
 */
export async function hasGoneBack(db: Db, dataDir: string): Promise<boolean> {
  const mark = await readMark(dataDir)
  if (mark === null) return false
  const now = await readHead(db)
  return now !== undefined && now.epoch === mark.epoch && now.seq < mark.seq
}

/** Writes the mark down whenever the store has answered with a newer head. The returned function writes the last one. */
export function keepHighWater(
  { store, feed, hall }: Platform,
  dataDir: string,
  onFailure: (error: unknown) => void,
): () => Promise<void> {
  let written = -1
  let writing: Promise<void> = Promise.resolve()
  const write = (seq: number): void => {
    if (seq <= written) return
    written = seq
    const mark: Mark = { epoch: hall.epoch, seq }
    writing = writing.then(() => writePrivateFile(fileOf(dataDir), `${JSON.stringify(mark)}\n`)).catch(onFailure)
  }
  const stop = feed.listen({ beat: write, changed: () => undefined, lost: () => undefined })
  return async () => {
    stop()
    // A beat tells of commits only now and then. A store that is gone has told what it could.
    const last = await readHead(store.db).catch(onFailure)
    write(last === undefined ? feed.head : last.seq)
    await writing
  }
}

function readHead(db: Db): Promise<Mark | undefined> {
  const halls = db.selectFrom('hall').innerJoin('feed_head', 'feed_head.hall', 'hall.id')
  return halls.select(['hall.epoch', 'feed_head.seq']).executeTakeFirst()
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
