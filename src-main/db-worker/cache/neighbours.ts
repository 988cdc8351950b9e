// Pending acts of other seats in the cache: in by the hall's network, out by the feed or by their own host's word.
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { NeighbourGone } from '../cache-api.ts'
import type { ReadDb, WriteDb } from '../driver.ts'
import type { NeighbourCommand } from '../ledger-api.ts'
import type { Touched } from './parts.ts'
import { dropArrived, hasArrived, keepClaim } from './pending.ts'
import { readCursor } from './progress.ts'

export function takeNeighbours(db: WriteDb, commands: readonly NeighbourCommand[], touched: Touched): void {
  for (const one of commands) {
    if (hasArrived(db, one.command.id)) continue
    insertNeighbour(db, one)
    touched.refold.add(one.command.caseId)
  }
}

/** Accepted ones stay until the cursor has passed their effect, others go at once. */
export function takeGone(db: WriteDb, gone: readonly NeighbourGone[], touched: Touched): void {
  const cursor = readCursor(db)
  for (const { id, accepted } of gone) {
    const isAhead = accepted !== null && (accepted.epoch !== cursor?.epoch || accepted.seq > cursor.seq)
    if (accepted === null || !isAhead) dropArrived(db, id, touched)
    else {
      db.change<[string, number, string]>('UPDATE neighbour_pending SET settle_epoch = ?, settle_seq = ? WHERE cmd_id = ?').run(
        accepted.epoch,
        accepted.seq,
        id,
      )
      const caseId = db.pluck<[string], string>('SELECT case_id FROM neighbour_pending WHERE cmd_id = ?').get(id)
      if (caseId !== undefined) touched.refold.add(caseId)
    }
  }
}

/**
 * What was accepted in another life than the one this cache reads no page of it may ever bring. Its own host sends it again where
 * the platform has lost it.
 */
export function dropOfOtherLives(db: WriteDb, epoch: string, touched: Touched): void {
  for (const id of db.pluck<[string], string>('SELECT cmd_id FROM neighbour_pending WHERE settle_epoch <> ?').all(epoch))
    dropArrived(db, id, touched)
}

/** Is anything shown that was accepted in another life than this one? */
export function hasOfOtherLives(db: ReadDb, epoch: string): boolean {
  return db.pluck<[string], number>('SELECT 1 FROM neighbour_pending WHERE settle_epoch <> ? LIMIT 1').get(epoch) === 1
}

export function neighboursShown(db: ReadDb): { id: CmdId; isAccepted: boolean }[] {
  const rows = db.prepare<[], { id: CmdId; settle_seq: number | null }>('SELECT cmd_id AS id, settle_seq FROM neighbour_pending')
  return rows.all().map(({ id, settle_seq: seq }) => ({ id, isAccepted: seq !== null }))
}

function insertNeighbour(db: WriteDb, { command, personName, claim }: NeighbourCommand): void {
  const { s, id, caseId, base, seat } = command
  const afterId = base !== null && 'after' in base ? base.after : null
  // A command that waits again (a restored platform) is not settled any more.
  db.change<[string, string, number, string, string | null, string, string]>(
    `
    INSERT INTO neighbour_pending (cmd_id, seat, s, case_id, after_id, command, person_name) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (cmd_id) DO UPDATE SET settle_epoch = NULL, settle_seq = NULL
  `,
  ).run(id, seat, s, caseId, afterId, canonicalJson(command), personName)
  if (claim !== null) keepClaim(db, command, claim)
}
