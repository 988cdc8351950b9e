import type { ReadDb } from '../driver.ts'
import type { LedgerParts } from './parts.ts'
import type { Seal } from './seal.ts'

/** The last entry that was taken off the front, after it had been exported and anchored; the chain goes on from its hash. */
export interface AuditCut {
  readonly n: number
  readonly hash: string
  /** When, epoch ms. */
  readonly at: number
}

const cutMac = (seal: Seal, { n, hash, at }: AuditCut): string => seal(['audit-cut', n, hash, at])

export function readCut(db: ReadDb, seal: Seal): AuditCut | 'forged' | null {
  const row = db.prepare<[], AuditCut & { readonly mac: string }>('SELECT n, hash, at, mac FROM audit_cut').get()
  if (row === undefined) return null
  return row.mac === cutMac(seal, row) ? { n: row.n, hash: row.hash, at: row.at } : 'forged'
}

/**
 * Takes every entry up to `upTo` off the front of the trail and signs where it begins now. The last entry always stays.
 * Call it in a transaction, after the entry that tells of it. Answers how many went.
 */
export function cutAudit({ db, seal }: LedgerParts, upTo: number, at: number): number {
  const line = db
    .prepare<[number], { n: number; hash: string }>(
      'SELECT n, hash FROM audit WHERE n <= ? AND n < (SELECT max(n) FROM audit) ORDER BY n DESC LIMIT 1',
    )
    .get(upTo)
  if (line === undefined) return 0
  const cut = { ...line, at }
  db.change<[number, string, number, string]>(
    `
    INSERT INTO audit_cut (id, n, hash, at, mac) VALUES (1, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET n = excluded.n, hash = excluded.hash, at = excluded.at, mac = excluded.mac
  `,
  ).run(cut.n, cut.hash, cut.at, cutMac(seal, cut))
  return db.change<[number]>('DELETE FROM audit WHERE n <= ?').run(cut.n)
}
