// Commands that the feed has not brought back yet, own ones and those of neighbours, as the cache keeps them.
import type { Act } from '#shared/domain/case/acts.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import type { Claim, LedgerCommand } from '../ledger-api.ts'
import { inFoldOrder } from './fold-order.ts'
import type { Touched } from './parts.ts'

export interface PendingRow {
  /** Null: own. */
  readonly neighbour: string | null
  readonly s: number
  readonly cmd_id: string
  readonly case_id: string
  readonly command: string
  readonly person_name: string
  readonly settle_epoch: string | null
  readonly settle_seq: number | null
}

interface StoredPending extends PendingRow {
  readonly after_id: string | null
}

/** In the order in which they are folded. */
export function pendingOf(db: ReadDb, caseId: string): PendingRow[] {
  const columns = 's, cmd_id, case_id, after_id, command, person_name, settle_epoch, settle_seq'
  const own = db
    .prepare<[string], StoredPending>(`SELECT NULL AS neighbour, ${columns} FROM case_pending WHERE case_id = ? ORDER BY s`)
    .all(caseId)
  const theirs = db
    .prepare<[string], StoredPending>(`SELECT seat AS neighbour, ${columns} FROM neighbour_pending WHERE case_id = ?`)
    .all(caseId)
  if (theirs.length === 0) return own
  const all = [...own, ...theirs].map((row) => ({
    row,
    id: row.cmd_id,
    seat: row.neighbour ?? '',
    s: row.s,
    after: row.after_id,
  }))
  return inFoldOrder(all).map(({ row }) => row)
}

const HAS_PENDING = `
  SELECT EXISTS (SELECT 1 FROM case_pending WHERE case_id = @id) OR EXISTS (SELECT 1 FROM neighbour_pending WHERE case_id = @id)
`

export function hasPending(db: ReadDb, caseId: string): boolean {
  return db.pluck<[{ id: string }], number>(HAS_PENDING).get({ id: caseId }) === 1
}

export function casesWithPending(db: ReadDb): string[] {
  return db.pluck<[], string>('SELECT case_id FROM case_pending UNION SELECT case_id FROM neighbour_pending').all()
}

/** Ids of all acts in the overlay, own ones and those of neighbours. */
export function pendingActs(db: ReadDb): string[] {
  return db.pluck<[], string>('SELECT cmd_id FROM case_pending UNION ALL SELECT cmd_id FROM neighbour_pending').all()
}

/** What the fold made of a pending act at present. */
export function markFolded(db: WriteDb, row: PendingRow, flow: string | null, fault: string | null): void {
  const table = row.neighbour === null ? 'case_pending' : 'neighbour_pending'
  db.change<[string | null, string | null, string]>(`UPDATE ${table} SET flow = ?, fault = ? WHERE cmd_id = ?`).run(
    flow,
    fault,
    row.cmd_id,
  )
}

export function keepClaim(db: WriteDb, { id, caseId }: Pick<SeatCommand, 'id' | 'caseId'>, { word }: Claim): void {
  db.change<[string, string, string]>(
    'INSERT INTO pending_claim (cmd_id, case_id, word) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(id, caseId, word)
}

export function insertPending(db: WriteDb, { command, personName, outcome, claim }: LedgerCommand): void {
  const { s, id, caseId, base } = command
  const afterId = base !== null && 'after' in base ? base.after : null
  const settled = outcome?.result === 'accepted' ? outcome : null
  db.change<[number, string, string, string | null, string, string, string | null, number | null]>(
    `
    INSERT INTO case_pending (s, cmd_id, case_id, after_id, command, person_name, settle_epoch, settle_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
  `,
  ).run(s, id, caseId, afterId, canonicalJson(command), personName, settled?.epoch ?? null, settled?.seq ?? null)
  if (claim != null) keepClaim(db, command, claim)
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
    .pluck<[{ epoch: string; seq: number }], string>(
      `
      SELECT cmd_id FROM case_pending WHERE settle_epoch = @epoch AND settle_seq <= @seq
      UNION ALL SELECT cmd_id FROM neighbour_pending WHERE settle_epoch = @epoch AND settle_seq <= @seq
    `,
    )
    .all({ epoch, seq })
  for (const id of passed) dropArrived(db, id, touched)
}

/** Takes a command out because its effect is in the platform's row: the feed has brought its flow record. */
export function dropArrived(db: WriteDb, id: string, touched: Touched): void {
  takeOut(db, 'case_pending', id, touched)
  takeOut(db, 'neighbour_pending', id, touched)
}

function takeOut(db: WriteDb, table: 'case_pending' | 'neighbour_pending', id: string, touched: Touched): void {
  const caseId = db.pluck<[string], string>(`SELECT case_id FROM ${table} WHERE cmd_id = ?`).get(id)
  if (caseId === undefined) return
  db.change<[string]>(`DELETE FROM ${table} WHERE cmd_id = ?`).run(id)
  db.change<[string]>('DELETE FROM pending_claim WHERE cmd_id = ?').run(id)
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
  takeOut(db, 'case_pending', id, touched)
  for (const dependent of dependents) dropRefused(db, dependent, touched)
}

/** The act the fold understands. Written by {@link insertPending} from a command whose schema had passed. */
export function actOf(row: PendingRow): Act {
  const { id, caseId, at, person, post, seat, offline, timeDoubt, body } = JSON.parse(row.command) as SeatCommand
  return { id, caseId, at, person, personName: row.person_name, post, seat, offline, timeDoubt, body }
}
