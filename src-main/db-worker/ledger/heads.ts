import type { LedgerHeads } from '../ledger-api.ts'
import { readGuardRow, readHeads } from '../ledger-guard/guard-row.ts'
import type { LedgerParts } from './parts.ts'
import { NO_HASH } from './seal.ts'

type Keyed = Pick<LedgerParts, 'db' | 'seal'>

export function ledgerHeads({ db, seal }: Keyed): LedgerHeads {
  const guard = readGuardRow(db, seal)
  const { generation, changes } = guard === null || guard === 'forged' ? { generation: 1, changes: 0 } : guard
  return { generation, changes, ...readHeads(db) }
}

export function hashesAt({ db }: Keyed, s: number, auditN: number): { hash: string | null; auditHash: string | null } {
  const hash = db.pluck<[number], string>('SELECT hash FROM command WHERE s = ?').get(s) ?? null
  const entry = db.pluck<[number], string>('SELECT hash FROM audit WHERE n = ?').get(auditN)
  const cut = db.pluck<[number], string>('SELECT hash FROM audit_cut WHERE n = ?').get(auditN)
  return { hash: s === 0 ? NO_HASH : hash, auditHash: auditN === 0 ? NO_HASH : (entry ?? cut ?? null) }
}
