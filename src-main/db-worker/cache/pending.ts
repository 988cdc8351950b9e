// Own commands that the feed has not brought back yet, as the cache keeps them.
import type { Act } from '#shared/domain/case/acts.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import type { LedgerCommand } from '../ledger-api.ts'
import type { Touched } from './parts.ts'

export interface PendingRow {
  readonly s: number
  readonly cmd_id: string
  readonly case_id: string
  readonly command: string
  readonly person_name: string
  readonly settle_epoch: string | null
  readonly settle_seq: number | null
}

export function pendingOf(db: ReadDb, caseId: string): PendingRow[] {
  return db
    .prepare<[string], PendingRow>(
      `
      SELECT s, cmd_id, case_id, command, person_name, settle_epoch, settle_seq FROM case_pending WHERE case_id = ? ORDER BY s
    `,
    )
    .all(caseId)
}

export function hasPending(db: ReadDb, caseId: string): boolean {
  return db.pluck<[string], number>('SELECT 1 FROM case_pending WHERE case_id = ? LIMIT 1').get(caseId) !== undefined
}

export function casesWithPending(db: ReadDb): string[] {
  return db.pluck<[], string>('SELECT DISTINCT case_id FROM case_pending').all()
}

export function insertPending(db: WriteDb, { command, personName, outcome }: LedgerCommand): void {
  const { s, id, caseId, base } = command
  const afterId = base !== null && 'after' in base ? base.after : null
  const settled = outcome?.result === 'accepted' ? outcome : null
  db.change<[number, string, string, string | null, string, string, string | null, number | null]>(
    `
    INSERT INTO case_pending (s, cmd_id, case_id, after_id, command, person_name, settle_epoch, settle_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
  `,
  ).run(s, id, caseId, afterId, canonicalJson(command), personName, settled?.epoch ?? null, settled?.seq ?? null)
}

export function markAccepted(db: WriteDb, id: string, { epoch, seq }: Cursor): string | undefined {
  db.change<[string, number, string]>('UPDATE case_pending SET settle_epoch = ?, settle_seq = ? WHERE cmd_id = ?').run(
    epoch,
    seq,
    id,
  )
  return db.pluck<[string], string>('SELECT case_id FROM case_pending WHERE cmd_id = ?').get(id)
}

/** Takes accepted commands out whose effect the cursor has passed. */
export function dropPassed(db: WriteDb, { epoch, seq }: Cursor, touched: Touched): void {
  const passed = db
    .pluck<[string, number], string>('SELECT cmd_id FROM case_pending WHERE settle_epoch = ? AND settle_seq <= ?')
    .all(epoch, seq)
  for (const id of passed) dropArrived(db, id, touched)
}

/** Takes a command out because its effect is in the platform's row: the feed has brought its flow record. */
export function dropArrived(db: WriteDb, id: string, touched: Touched): void {
  const caseId = db.pluck<[string], string>('SELECT case_id FROM case_pending WHERE cmd_id = ?').get(id)
  if (caseId === undefined) return
  db.change<[string]>('DELETE FROM case_pending WHERE cmd_id = ?').run(id)
  touched.refold.add(caseId)
}

export function hasArrived(db: ReadDb, id: string): boolean {
  return db.pluck<[string], number>('SELECT 1 FROM flow WHERE id = ?').get(id) !== undefined
}

export function isRefused(db: ReadDb, id: string): boolean {
  return db.pluck<[string], number>('SELECT 1 FROM refused_command WHERE id = ?').get(id) !== undefined
}

/** Takes a rejected command and everything built on it out for good. */
export function dropRefused(db: WriteDb, id: string, touched: Touched): void {
  db.change<[string]>('INSERT INTO refused_command (id) VALUES (?) ON CONFLICT DO NOTHING').run(id)
  const dependents = db.pluck<[string], string>('SELECT cmd_id FROM case_pending WHERE after_id = ?').all(id)
  const caseId = db.pluck<[string], string>('SELECT case_id FROM case_pending WHERE cmd_id = ?').get(id)
  db.change<[string]>('DELETE FROM case_pending WHERE cmd_id = ?').run(id)
  if (caseId !== undefined) touched.refold.add(caseId)
  for (const dependent of dependents) dropRefused(db, dependent, touched)
}

/** The act the fold understands. Written by {@link insertPending} from a command whose schema had passed. */
export function actOf(row: PendingRow): Act {
  const { id, caseId, at, person, post, seat, offline, timeDoubt, body } = JSON.parse(row.command) as SeatCommand
  return { id, caseId, at, person, personName: row.person_name, post, seat, offline, timeDoubt, body }
}
