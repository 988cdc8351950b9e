import type { ReadDb, WriteDb } from '../driver.ts'
import type { Seal } from '../ledger/seal.ts'
import { NO_HASH } from '../ledger/seal.ts'
import type { Heads } from './witness.ts'

/** The ledger's own word on how often it was changed; the witness says the same outside of it. */
export interface GuardRow {
  readonly generation: number
  readonly changes: number
}

/** Null when there is none, as in a ledger of an earlier version; 'forged' when it is not as it was written. */
export function readGuardRow(db: ReadDb, seal: Seal): GuardRow | null | 'forged' {
  const row = db.prepare<[], GuardRow & { readonly mac: string }>('SELECT generation, changes, mac FROM guard WHERE id = 1').get()
  if (row === undefined) return null
  const { mac, ...guard } = row
  return mac === macOf(seal, guard) ? guard : 'forged'
}

export function writeGuardRow(db: WriteDb, seal: Seal, guard: GuardRow): void {
  db.change<[number, number, string]>(
    `
    INSERT INTO guard (id, generation, changes, mac) VALUES (1, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET generation = excluded.generation, changes = excluded.changes, mac = excluded.mac
  `,
  ).run(guard.generation, guard.changes, macOf(seal, guard))
}

function macOf(seal: Seal, { generation, changes }: GuardRow): string {
  return seal(['guard', generation, changes])
}

/** Where both chains end. */
export function readHeads(db: ReadDb): Heads {
  const command = db.prepare<[], { s: number; hash: string }>('SELECT s, hash FROM command ORDER BY s DESC LIMIT 1').get()
  const audit = db.prepare<[], { n: number; hash: string }>('SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1').get()
  return { s: command?.s ?? 0, hash: command?.hash ?? NO_HASH, auditN: audit?.n ?? 0, auditHash: audit?.hash ?? NO_HASH }
}
