import { randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { attachmentFiles } from '../../attachments/files.ts'
import type { AttachmentFiles } from '../../attachments/files.ts'
import type { Platform } from '../../platform.ts'
import type { Db } from '../../store/migrations/migration.ts'
import { paintAlbum } from './album.ts'
import type { AlbumPage } from './album.ts'
import { subjects } from './paint.ts'

/** Who brought a picture in, as its row says: the town, and which side of which page it is. */
const pagePattern = /^town\/(\w+)\/(\d+)\/(before|after)$/

/** Paints the town's photographs once and puts them where the platform keeps attachments. */
export async function hangAlbum(
  { store, hall, clock }: Pick<Platform, 'store' | 'hall' | 'clock'>,
  dataDir: string,
  seed: number,
): Promise<void> {
  if ((await readAlbum(store.db, hall.id)).length > 0) return
  const files = attachmentFiles(dataDir)
  const rows = []
  let n = 0
  for (const { page, pictures } of paintAlbum(seed)) {
    n += 1
    for (const [side, picture] of [
      ['before', pictures[0]],
      ['after', pictures[1]],
    ] as const) {
      await put(files, page[side].hash, picture)
      rows.push({ hall: hall.id, ...page[side], by: `town/${page.subject}/${String(n)}/${side}`, at: clock.now() })
    }
    // Seats and windows have their turn between two pages.
    await setImmediate()
  }
  await store.db
    .insertInto('upload')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['hall', 'hash']).doNothing())
    .execute()
}

/** The pages that hang here; none where the hall is no demonstration. */
export async function readAlbum(db: Db, hall: string): Promise<AlbumPage[]> {
  const rows = await db
    .selectFrom('upload')
    .select(['hash', 'size', 'name', 'mime', 'by'])
    .where('hall', '=', hall)
    .where('by', 'like', 'town/%')
    .execute()
  const sides = rows.flatMap(({ by, hash, size, name, mime }) => {
    const [, word, n, side] = pagePattern.exec(by) ?? []
    const subject = subjects.find((one) => one === word)
    return subject === undefined
      ? []
      : [{ key: `${subject} ${String(n)}`, subject, side, photograph: { hash, size: Number(size), name, mime } }]
  })
  const pages = [...Map.groupBy(sides, ({ key }) => key).entries()].sort(([a], [b]) => a.localeCompare(b))
  return pages.flatMap(([, both]) => {
    const [before, after] = [both.find(({ side }) => side === 'before'), both.find(({ side }) => side === 'after')]
    return before === undefined || after === undefined
      ? []
      : [{ subject: before.subject, before: before.photograph, after: after.photograph }]
  })
}

async function put(files: AttachmentFiles, hash: string, picture: Buffer): Promise<void> {
  const place = files.pathOf(hash)
  await mkdir(dirname(place), { recursive: true, mode: 0o700 })
  const fresh = `${place}.${randomUUID()}`
  await writeFile(fresh, picture, { mode: 0o600 })
  await rename(fresh, place)
}
