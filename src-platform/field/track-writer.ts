import { sql } from 'kysely'
import type { Clock, Random } from '#shared/kernel/clock.ts'
import { uuidV7 } from '#shared/kernel/ids.ts'
import type { FieldObjectId } from '#shared/kernel/ids.ts'
import type { Db } from '../store/migrations/migration.ts'
import { encodeBlock } from './fix-block.ts'
import type { StoredFix } from './stored-fix.ts'

/** A block with so many fixes is closed: reading one fix unpacks a whole block. */
const FULL_AT = 500
/** One that was begun so long ago is closed, so that who has gone home takes no memory. */
const CLOSED_AFTER_MS = 3_600_000

interface OpenBlock {
  readonly id: string
  readonly object: FieldObjectId
  readonly beganMs: number
  /** In order of time, no two of the same time. */
  readonly fixes: StoredFix[]
  /** Of which so many are in the store. */
  written: number
}

/**
 * Gathers fixes into blocks, one open block for each object, and writes the changed ones in one statement. What has not been
 * written when the process dies is lost: a few seconds of a track.
 */
export class TrackWriter {
  readonly #hall: string
  readonly #clock: Clock
  readonly #random: Random
  readonly #open = new Map<FieldObjectId, OpenBlock>()
  /** Closed, and perhaps not written. */
  #full: OpenBlock[] = []

  constructor(hall: string, clock: Clock, random: Random) {
    this.#hall = hall
    this.#clock = clock
    this.#random = random
  }

  add(object: FieldObjectId, fix: StoredFix): void {
    let block = this.#open.get(object)
    if (block !== undefined && block.fixes.length >= FULL_AT) {
      this.#full.push(block)
      block = undefined
    }
    if (block === undefined) {
      const id = uuidV7(this.#clock, this.#random)
      block = { id, object, beganMs: this.#clock.monotonicMs(), fixes: [], written: 0 }
      this.#open.set(object, block)
    }
    insert(block.fixes, fix)
  }

  /** What is still in memory of a track. */
  fixesOf(object: FieldObjectId): readonly StoredFix[] {
    const closed = this.#full.filter((block) => block.object === object)
    return [...closed, this.#open.get(object)].flatMap((block) => block?.fixes ?? [])
  }

  async flush(db: Db): Promise<void> {
    const blocks = [...this.#full, ...this.#open.values()].filter(({ fixes, written }) => fixes.length > written)
    const counts = blocks.map(({ fixes }) => fixes.length)
    if (blocks.length > 0) {
      await sql`
        INSERT INTO position_block (hall, id, object, from_at, to_at, fixes, data)
        SELECT ${this.#hall}, * FROM unnest(
          ${blocks.map(({ id }) => id)}::uuid[], ${blocks.map(({ object }) => object)}::text[],
          ${blocks.map(({ fixes }) => fixes[0]?.at ?? 0)}::bigint[], ${blocks.map(({ fixes }) => fixes.at(-1)?.at ?? 0)}::bigint[],
          ${counts}::int[], ${blocks.map(({ fixes }) => encodeBlock(fixes))}::bytea[]
        )
        ON CONFLICT (id) DO UPDATE
        SET from_at = excluded.from_at, to_at = excluded.to_at, fixes = excluded.fixes, data = excluded.data`.execute(db)
    }
    for (const [i, block] of blocks.entries()) block.written = counts[i] ?? 0
    this.#letGo()
  }

  #letGo(): void {
    const isWritten = ({ fixes, written }: OpenBlock): boolean => fixes.length === written
    this.#full = this.#full.filter((block) => !isWritten(block))
    const now = this.#clock.monotonicMs()
    for (const [object, block] of this.#open)
      if (isWritten(block) && now - block.beganMs > CLOSED_AFTER_MS) this.#open.delete(object)
  }
}

/** Nearly always at the end; a handset that was without a network sends older ones later. */
function insert(fixes: StoredFix[], fix: StoredFix): void {
  let place = fixes.length
  while (place > 0 && (fixes[place - 1]?.at ?? 0) > fix.at) place -= 1
  if (fixes[place - 1]?.at !== fix.at) fixes.splice(place, 0, fix)
}
