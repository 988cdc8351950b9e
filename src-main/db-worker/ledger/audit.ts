import { hideNumbers } from '#shared/domain/personal/find-numbers.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { ReadDb } from '../driver.ts'
import type { AuditEntry } from '../ledger-api.ts'
import { gapEnd } from './chain-gaps.ts'
import type { LedgerParts } from './parts.ts'
import { NO_HASH, hashOf } from './seal.ts'
import { setTally } from './tally.ts'

/** Adds one entry to the chain; call it inside the transaction of what it tells about. */
export function appendAudit(parts: LedgerParts, entry: AuditEntry): void {
  const { db, seal } = parts
  const last = lastAudit(db)
  const lost = gapEnd(db, 'audit')
  const n = Math.max(last?.n ?? 0, lost) + 1
  const prev = last === undefined || lost > last.n ? NO_HASH : last.hash
  // Read back as written: what UTF-8 cannot hold must not break the chain.
  const body = canonicalJson({ ...entry, detail: withoutNumbers(entry.detail), n, prev }).toWellFormed()
  const hash = hashOf(body)
  db.change<[number, string, string, string, string]>('INSERT INTO audit (n, body, prev, hash, mac) VALUES (?, ?, ?, ?, ?)').run(
    n,
    body,
    prev,
    hash,
    seal(['audit', n, hash]),
  )
  setTally(parts, 'audit', n)
}

/** A reason is words too: numbers typed into it are masked for good. */
function withoutNumbers(detail: string | null): string | null {
  return detail === null ? null : hideNumbers(detail).text
}

/** Where the chain ends: its last entry, or the cut before which everything was exported and taken away. */
export function lastAudit(db: ReadDb): { readonly n: number; readonly hash: string } | undefined {
  const last = db.prepare<[], { n: number; hash: string }>('SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1').get()
  return last ?? db.prepare<[], { n: number; hash: string }>('SELECT n, hash FROM audit_cut').get()
}
