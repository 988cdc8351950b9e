// 原来: what a command was based on. Sealed fields come sealed (ADR 008). Kept as long as the command may still be disputed.
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { CaseRow } from '#shared/domain/case/case-row.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { NewCommand } from '../ledger-api.ts'
import type { LedgerParts } from './parts.ts'
import { hashOf } from './seal.ts'
import type { Seal } from './seal.ts'

export interface GroundRow {
  readonly s: number
  readonly action: string
  readonly at: number
  readonly class_name: string
  readonly row: Uint8Array | null
}

export type MarkedGround = GroundRow & { readonly mac: string }

/** A row is unpacked to this at most; a longer one was not written here. */
const MOST_BYTES = 8 * 1024 * 1024

/** Call it in the transaction of the command. */
export function keepGround({ db, seal }: LedgerParts, s: number, { body, at, className, ground }: NewCommand): void {
  const row = ground === null ? null : deflateRawSync(canonicalJson(ground))
  const kept: GroundRow = { s, action: body.action, at, class_name: className.toWellFormed(), row }
  db.change<[number, string, number, string, Uint8Array | null, string]>(
    'INSERT INTO ground (s, action, at, class_name, row, mac) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(s, kept.action, at, kept.class_name, row, groundMac(seal, kept))
}

/** The row a command was based on; null where it made the case, where none is kept, and where it is not as it was written. */
export function groundOf({ db, seal }: Pick<LedgerParts, 'db' | 'seal'>, id: string): CaseRow | null {
  const kept = db
    .prepare<[string], MarkedGround>('SELECT g.* FROM ground g JOIN command c ON c.s = g.s WHERE c.id = ?')
    .get(id)
  if (kept === undefined || kept.row === null || !isGroundAsWritten(seal, kept)) return null
  const text = inflateRawSync(kept.row, { maxOutputLength: MOST_BYTES }).toString('utf8')
  // An older build's row may lack a member: then there is nothing to compare with, which the tray says.
  const parsed = CaseRow.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : null
}

/** Once the platform has taken the command nobody asks any more what it was based on. */
export function dropGround({ db }: Pick<LedgerParts, 'db'>, s: number): void {
  db.change<[number]>('DELETE FROM ground WHERE s = ?').run(s)
}

export function isGroundAsWritten(seal: Seal, kept: MarkedGround): boolean {
  return groundMac(seal, kept) === kept.mac
}

export function groundMac(seal: Seal, { s, action, at, class_name, row }: GroundRow): string {
  return seal(['ground', s, action, at, class_name, row === null ? null : hashOf(Buffer.from(row).toString('base64'))])
}
