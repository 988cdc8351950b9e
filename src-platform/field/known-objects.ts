import { sql } from 'kysely'
import type { FieldObjectId } from '#shared/kernel/ids.ts'
import type { Db } from '../store/migrations/migration.ts'

/**
 * Which objects the hall has: inspectors among its people, and vehicles. Those found are remembered, so that in the usual case
 * nothing is asked; who is not known is asked for each time, and takes no room.
 */
export class KnownObjects {
  readonly #db: Db
  readonly #hall: string
  readonly #known = new Set<FieldObjectId>()

  constructor(db: Db, hall: string) {
    this.#db = db
    this.#hall = hall
  }

  /** Of these objects, the ones the hall has. */
  async among(objects: Iterable<FieldObjectId>): Promise<ReadonlySet<FieldObjectId>> {
    const asked = new Set(objects)
    const strangers = [...asked].filter((object) => !this.#known.has(object))
    for (const object of await this.#find(strangers)) this.#known.add(object)
    return new Set([...asked].filter((object) => this.#known.has(object)))
  }

  async #find(objects: readonly FieldObjectId[]): Promise<FieldObjectId[]> {
    if (objects.length === 0) return []
    const { rows } = await sql<{ object: FieldObjectId }>`
      SELECT o.object FROM unnest(${objects}::text[]) AS o (object) JOIN entity e
        ON e.hall = ${this.#hall} AND e.id = substr(o.object, strpos(o.object, ':') + 1)
        AND e.kind = CASE WHEN o.object LIKE 'vehicle:%' THEN 'vehicle' ELSE 'person' END
      WHERE NOT e.deleted AND (e.kind = 'vehicle' OR e.row->'posts' ? 'inspector')`.execute(this.#db)
    return rows.map(({ object }) => object)
  }
}
