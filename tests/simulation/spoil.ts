// A row of a cache goes wrong behind the product's back, as by a bad disk or a bug of long ago; digests are there to find it.
import { cacheFile } from '#main/db-worker/cache/generations.ts'
import { openForWriting } from '#main/db-worker/driver.ts'
import type { WriteDb } from '#main/db-worker/driver.ts'
import type { Change } from '#shared/platform-api/changes.ts'
import type { Seat } from './seat.ts'
import type { Seeded } from './seeded.ts'

interface Spoilt {
  readonly kind: string
  readonly id: string
  /** Null: how any case looks may depend on it. */
  readonly caseId: string | null
}

type Way = (db: WriteDb, told: { case: Change; flow: Change; entity: Change }, chance: Seeded) => Spoilt

const ofCase = ({ id }: Change): Spoilt => ({ kind: 'case', id, caseId: id })

const ways: Readonly<Record<string, Way>> = {
  'case lost': (db, { case: row }) => {
    db.change<[string]>('DELETE FROM "case" WHERE id = ?').run(row.id)
    return ofCase(row)
  },
  'case older': (db, { case: row }) => {
    db.change<[string]>('UPDATE "case" SET feed_ver = feed_ver - 1, no = \'?\' WHERE id = ?').run(row.id)
    return ofCase(row)
  },
  'case too new': (db, { case: row }) => {
    db.change<[string]>('UPDATE "case" SET feed_ver = feed_ver + 50, no = \'?\' WHERE id = ?').run(row.id)
    return ofCase(row)
  },
  'case that never was': (db, { case: row }, chance) => {
    const columns = db
      .pluck<[], string>("SELECT name FROM pragma_table_info('case') WHERE name NOT IN ('rid', 'id')")
      .all()
      .join(', ')
    const id = `${row.id.slice(0, -4)}${String(chance.whole(1_000, 9_999))}`
    db.change<[string, string]>(
      `INSERT INTO "case" (rid, id, ${columns}) SELECT (SELECT max(rid) FROM "case") + 500, ?, ${columns} FROM "case" WHERE id = ?`,
    ).run(id, row.id)
    return { kind: 'case', id, caseId: id }
  },
  'step lost': (db, { flow }) => {
    db.change<[string]>('DELETE FROM flow WHERE id = ?').run(flow.id)
    return { kind: 'flow', id: flow.id, caseId: String(flow.row?.['caseId']) }
  },
  'step older': (db, { flow }) => {
    db.change<[string]>('UPDATE flow SET ver = 0 WHERE id = ?').run(flow.id)
    return { kind: 'flow', id: flow.id, caseId: String(flow.row?.['caseId']) }
  },
  'entity lost': (db, { entity: { kind, id } }) => {
    db.change<[string, string]>('DELETE FROM entity_row WHERE kind = ? AND id = ?').run(kind, id)
    return { kind, id, caseId: null }
  },
  'entity older': (db, { entity: { kind, id } }) => {
    db.change<[string, string]>('UPDATE entity_row SET ver = 0 WHERE kind = ? AND id = ?').run(kind, id)
    return { kind, id, caseId: null }
  },
}

/** Says what it has done, when there was something that could go wrong. */
export async function spoilRow(seat: Seat, chance: Seeded, said: (text: string) => void): Promise<void> {
  const { process, told } = seat
  if (process === null || seat.busy > 0 || !told.moveTo(await process.raw.cacheWriter.cursor())) return
  // Beneath pending acts the platform's row stands elsewhere.
  const pending = new Set([
    ...(await process.raw.cacheWriter.pendingIds()),
    ...(await process.raw.cacheWriter.neighboursShown()).map(({ id }) => id),
  ])
  const cases = told.rowsOf('case').filter(({ id }) => !told.isSpoilt(id))
  const flows = told.rowsOf('flow').filter(({ row }) => !told.isSpoilt(String(row?.['caseId'])))
  const entities = [...told.rowsOf('department'), ...told.rowsOf('person'), ...told.rowsOf('catalogue')]
  if (cases.length === 0 || flows.length === 0 || entities.length === 0 || pending.size > 0) return
  // Whoever comes or goes as rows of that kind are compared is nowhere else in danger, nor what the platform never had.
  const isRare = (name: string): boolean => name.startsWith('entity') || name === 'case that never was'
  const way = chance.weighted(Object.fromEntries(Object.keys(ways).map((name) => [name, isRare(name) ? 3 : 1])))
  const db = openForWriting(cacheFile(seat.folder), { secureDelete: false })
  try {
    const spoilt = ways[way]!(db, { case: chance.pick(cases), flow: chance.pick(flows), entity: chance.pick(entities) }, chance)
    told.spoil(spoilt, spoilt.caseId)
    if (way === 'case lost') told.textsLost += 1
    said(`seat ${seat.id}: ${way}: ${spoilt.kind} ${spoilt.id.slice(-4)}`)
  } finally {
    db.close()
  }
}
