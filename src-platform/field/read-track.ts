import type { FieldObjectId } from '#shared/kernel/ids.ts'
import type { Db } from '../store/migrations/migration.ts'
import { decodeBlock } from './fix-block.ts'
import type { StoredFix } from './stored-fix.ts'

export interface TrackSpan {
  readonly object: FieldObjectId
  readonly from: number
  readonly to: number
}

/** The fixes in [from, to], oldest first, each once; `unwritten` are those that are not in the store yet. */
export async function readTrack(
  db: Db,
  hall: string,
  { object, from, to }: TrackSpan,
  unwritten: readonly StoredFix[],
): Promise<StoredFix[]> {
  const rows = await db
    .selectFrom('position_block')
    .select('data')
    .where('hall', '=', hall)
    .where('object', '=', object)
    .where('to_at', '>=', from)
    .where('from_at', '<=', to)
    .execute()
  const byTime = new Map<number, StoredFix>()
  for (const fix of [...rows.flatMap(({ data }) => decodeBlock(data)), ...unwritten])
    if (fix.at >= from && fix.at <= to) byTime.set(fix.at, fix)
  return [...byTime.values()].sort((a, b) => a.at - b.at)
}

/** Forgets what is older than `before`; tracks of people are not kept for ever. */
export async function dropOldTracks(db: Db, hall: string, before: number): Promise<void> {
  await db.deleteFrom('position_block').where('hall', '=', hall).where('to_at', '<', before).execute()
}
