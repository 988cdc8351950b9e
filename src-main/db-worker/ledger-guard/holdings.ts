import type { ReadDb } from '../driver.ts'
import { hashOf } from '../ledger/seal.ts'
import { versionOf } from '../migrations/version-of.ts'
import { readHeads } from './guard-row.ts'

/**
 * Written every minute by a seat that only hears the platform. An older one loses nothing that anybody was told is saved: at a
 * start before the first word of the platform a wrong clock is noticed a little later.
 */
const NOT_WORTH_A_COPY = ['platform-word']

/**
 * One word for all that a backup of a ledger is made for: two files of which it is the same hold the same acts, audit trail,
 * drafts, numbers, sign-ins, files on their way and small facts. The guard's counter says less: it counts writing, of nothing
 * new too. Believed only together with a walk: what has turned over under its mark does not show here.
 */
export function holdingsOf(db: ReadDb): string {
  return db.snapshot(() =>
    hashOf({
      version: versionOf(db),
      generation: db.pluck<[], number>('SELECT generation FROM guard').get() ?? 0,
      heads: { ...readHeads(db) },
      cut: db.pluck<[], string>('SELECT mac FROM audit_cut').all(),
      gaps: db.pluck<[], string>('SELECT mac FROM chain_gap ORDER BY chain, last_n').all(),
      // Of each table the number of its rows and the sum of their marks; `meta` is looked at fact by fact.
      tables: db
        .prepare<[], { name: string; n: number; sum: string }>("SELECT name, n, sum FROM tally WHERE name <> 'meta' ORDER BY name")
        .all(),
      facts: db
        .prepare<[], { key: string; mac: string }>('SELECT key, mac FROM meta ORDER BY key')
        .all()
        .filter(({ key }) => !NOT_WORTH_A_COPY.includes(key)),
    }),
  )
}
