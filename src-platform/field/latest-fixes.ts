import { sql } from 'kysely'
import type { FieldObjectId } from '#shared/kernel/ids.ts'
import type { FixLine } from '#shared/platform-api/field.ts'
import type { Db } from '../store/migrations/migration.ts'
import { transact } from '../store/transact.ts'
import { sentFix } from './stored-fix.ts'
import type { StoredFix } from './stored-fix.ts'

interface Latest {
  readonly fix: StoredFix
  /** Rises with every change in this process; not an order between processes. */
  readonly rev: number
}

/**
 * The newest fix of every object. Memory answers; the table makes several platform processes agree and outlives a restart. Of two
 * fixes the later one wins, wherever it came in.
 */
export class LatestFixes {
  readonly #db: Db
  readonly #hall: string
  readonly #latest = new Map<FieldObjectId, Latest>()
  readonly #unwritten = new Set<FieldObjectId>()
  #rev = 0

  constructor(db: Db, hall: string) {
    this.#db = db
    this.#hall = hall
  }

  get rev(): number {
    return this.#rev
  }

  take(object: FieldObjectId, fix: StoredFix): void {
    if (this.#merge(object, fix)) this.#unwritten.add(object)
  }

  /** What has changed since a {@link rev}. */
  since(rev: number): FixLine[] {
    const lines: FixLine[] = []
    for (const [object, latest] of this.#latest) if (latest.rev > rev) lines.push([object, ...sentFix(latest.fix)])
    return lines
  }

  /** Writes what came in here, and reads what came in through other processes. */
  async exchange(): Promise<void> {
    await this.#write()
    const { rows } = await sql<StoredFix & { object: FieldObjectId }>`
      SELECT object, at, lng, lat, heading, speed FROM position_latest WHERE hall = ${this.#hall}`.execute(this.#db)
    for (const { object, ...fix } of rows) this.#merge(object, fix)
  }

  #merge(object: FieldObjectId, fix: StoredFix): boolean {
    const known = this.#latest.get(object)
    if (known !== undefined && known.fix.at >= fix.at) return false
    this.#rev += 1
    this.#latest.set(object, { fix, rev: this.#rev })
    return true
  }

  async #write(): Promise<void> {
    if (this.#unwritten.size === 0) return
    // In one order, so that two processes cannot wait for each other.
    const objects = [...this.#unwritten].sort()
    const fixes = objects.flatMap((object) => this.#latest.get(object)?.fix ?? [])
    const column = (name: keyof StoredFix): (number | null)[] => fixes.map((fix) => fix[name])
    this.#unwritten.clear()
    try {
      await transact(this.#db, (tx) =>
        sql`
          INSERT INTO position_latest AS l (hall, object, at, lng, lat, heading, speed)
          SELECT ${this.#hall}, * FROM unnest(
            ${objects}::text[], ${column('at')}::bigint[], ${column('lng')}::int[], ${column('lat')}::int[],
            ${column('heading')}::smallint[], ${column('speed')}::smallint[]
          )
          ON CONFLICT (hall, object) DO UPDATE
          SET at = excluded.at, lng = excluded.lng, lat = excluded.lat, heading = excluded.heading, speed = excluded.speed
          WHERE l.at < excluded.at`.execute(tx),
      )
    } catch (error) {
      for (const object of objects) this.#unwritten.add(object)
      throw error
    }
  }
}
