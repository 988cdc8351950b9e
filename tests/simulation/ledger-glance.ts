// What a seat's ledger says of its commands, read beside the product: only what the invariants ask for, and cheaply.
import { openForReading } from '#main/db-worker/driver.ts'
import type { ReadDb } from '#main/db-worker/driver.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import { join } from 'node:path'

export interface Glance {
  readonly id: string
  readonly s: number
  /** Where the platform has accepted it; null while it waits. */
  readonly accepted: Cursor | null
}

interface Row {
  readonly id: string
  readonly s: number
  readonly epoch: string | null
  readonly seq: number | null
}

const STANDING = `
  SELECT c.id, c.s, t.outcome ->> '$.epoch' AS epoch, t.outcome ->> '$.seq' AS seq
  FROM standing t JOIN command c ON c.s = t.s WHERE t.word IN ('waiting', 'accepted') ORDER BY t.s
`
const REFUSED = `
  SELECT c.id FROM standing t JOIN command c ON c.s = t.s WHERE t.word NOT IN ('waiting', 'accepted')
`

export class LedgerGlance {
  readonly #db: ReadDb

  constructor(folder: string) {
    this.#db = openForReading(join(folder, 'ledger.db'))
  }

  /** Commands that are not refused, by number. */
  standing(): Glance[] {
    const rows = this.#db.prepare<[], Row>(STANDING).all()
    return rows.map(({ id, s, epoch, seq }) => ({ id, s, accepted: epoch === null || seq === null ? null : { epoch, seq } }))
  }

  /** Commands that are rejected, held because of another, or dealt with by a person. */
  refused(): string[] {
    return this.#db.pluck<[], string>(REFUSED).all()
  }

  close(): void {
    this.#db.close()
  }
}
