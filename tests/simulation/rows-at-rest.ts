// I18: at rest a seat's cache has every row the platform has, in that version, and none besides; asked of the file itself.
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { cacheFile } from '#main/db-worker/cache/generations.ts'
import { openForReading } from '#main/db-worker/driver.ts'
import type { Complain } from './invariants.ts'
import type { ReferenceStore } from './reference-store.ts'
import type { Seat } from './seat.ts'

interface Held {
  readonly kind: string
  readonly id: string
  readonly ver: number
}

const ROWS = `
  SELECT 'case' AS kind, id, feed_ver AS ver FROM "case" UNION ALL SELECT 'flow', id, ver FROM flow
  UNION ALL SELECT kind, id, ver FROM entity_row
`

/** What is known to be spoilt has its time until the next comparison. */
export function checkRows(seat: Seat, store: ReferenceStore, complain: Complain): void {
  if (seat.process === null || seat.told.spoilt.size > 0) return
  const file = cacheFile(seat.folder)
  if (!existsSync(file)) {
    complain('I18', `seat ${seat.id} has no ${basename(file)}, which is to be its cache`)
    return
  }
  const db = openForReading(file)
  try {
    const nameOf = ({ kind, id, ver }: Held): string => `${kind} ${id} v${ver}`
    const ours = new Set(db.prepare<[], Held>(ROWS).all().map(nameOf))
    const theirs = new Set([...store.rows()].map(nameOf))
    const [missing, tooMany] = [theirs.difference(ours), ours.difference(theirs)]
    if (missing.size > 0) complain('I18', `seat ${seat.id} has not got ${[...missing].slice(0, 3).join(', ')}`)
    if (tooMany.size > 0) complain('I18', `seat ${seat.id} has ${[...tooMany].slice(0, 3).join(', ')}, the platform has not`)
    // All rows of the oracle are well formed.
    const flagged = db.pluck<[], string>("SELECT kind || ' ' || id FROM flagged").all()
    if (flagged.length > 0) complain('I18', `seat ${seat.id} does not understand ${flagged.slice(0, 3).join(', ')}`)
  } finally {
    db.close()
  }
}
