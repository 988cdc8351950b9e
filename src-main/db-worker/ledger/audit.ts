import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { AuditEntry } from '../ledger-api.ts'
import type { LedgerParts } from './parts.ts'
import { NO_HASH, hashOf } from './seal.ts'

/** Adds one entry to the chain; call it inside the transaction of what it tells about. */
export function appendAudit({ db, seal }: LedgerParts, entry: AuditEntry): void {
  const last = db.prepare<[], { n: number; hash: string }>('SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1').get()
  const n = (last?.n ?? 0) + 1
  const prev = last?.hash ?? NO_HASH
  // Read back as written: what UTF-8 cannot hold must not break the chain.
  const body = canonicalJson({ ...entry, n, prev }).toWellFormed()
  const hash = hashOf(body)
  db.change<[number, string, string, string, string]>('INSERT INTO audit (n, body, prev, hash, mac) VALUES (?, ?, ?, ?, ?)').run(
    n,
    body,
    prev,
    hash,
    seal(['audit', n, hash]),
  )
}
