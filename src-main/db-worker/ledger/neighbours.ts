// Commands of other seats of the hall, kept until their own host says what became of them, and what is offered to those seats.
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { CaseNo, CmdId, SeatId } from '#shared/kernel/ids.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import type { Claim, LedgerCommand, NeighbourCommand, NeighbourHead } from '../ledger-api.ts'
import { AT_SQL, selectCommands } from './command-rows.ts'
import type { LedgerParts } from './parts.ts'
import { dropRows, isAsWritten, markRow } from './records.ts'

interface Row {
  readonly id: string
  readonly seat: string
  readonly s: number
  readonly hash: string
  readonly body: string
  readonly person_name: string
  readonly no: string | null
  readonly claim: string | null
}

export function keepClaim(parts: LedgerParts, s: number, { word, relay }: Claim): void {
  parts.db.change<[number, string, string | null]>('INSERT INTO claim (s, word, relay) VALUES (?, ?, ?)').run(s, word, relay)
  markRow(parts, 'claim', s)
}

export function waitingNumbers({ db }: LedgerParts): number[] {
  // The index of the tray serves only when its condition is said.
  return db
    .pluck<[], number>(
      "SELECT s FROM standing WHERE word IN ('waiting', 'rejected', 'held') AND word = 'waiting' AND told = 0 ORDER BY s",
    )
    .all()
}

export function commandsAt({ db }: LedgerParts, numbers: readonly number[]): LedgerCommand[] {
  return numbers.flatMap((s) => selectCommands(db, AT_SQL, s))
}

export function keepNeighbours(parts: LedgerParts, seat: SeatId, commands: readonly NeighbourCommand[]): void {
  for (const one of commands) keepOne(parts, seat, one)
  const last = commands.reduce<SeatCommand | null>((max, { command }) => (command.s > (max?.s ?? 0) ? command : max), null)
  if (last !== null) raiseHead(parts, seat, last)
}

function keepOne(parts: LedgerParts, seat: SeatId, { command, personName, no, claim }: NeighbourCommand): void {
  const { db } = parts
  const row: Row = {
    ...{ id: command.id, seat, s: command.s, hash: command.hash, body: canonicalJson(command), person_name: personName, no },
    claim: claim === null ? null : canonicalJson(claim),
  }
  const other = db.pluck<[string, number, string], string>('SELECT id FROM neighbour WHERE seat = ? AND s = ? AND id <> ?')
  for (const id of other.all(seat, row.s, row.id)) dropRows(parts, 'neighbour', 'id = ?', id)
  const isNew = db.change<[Row]>(
    `
    INSERT INTO neighbour (id, seat, s, hash, body, person_name, no, claim, mac)
    VALUES (@id, @seat, @s, @hash, @body, @person_name, @no, @claim, '') ON CONFLICT (id) DO NOTHING
  `,
  )
  // One that was here stays as it was written.
  if (isNew.run(row) === 1) markRow(parts, 'neighbour', row.id)
}

function raiseHead(parts: LedgerParts, seat: SeatId, { s, hash }: SeatCommand): void {
  const raised = parts.db.change<[string, number, string]>(
    `
    INSERT INTO neighbour_head (seat, s, hash) VALUES (?, ?, ?)
    ON CONFLICT (seat) DO UPDATE SET s = excluded.s, hash = excluded.hash WHERE excluded.s > neighbour_head.s
  `,
  )
  if (raised.run(seat, s, hash) === 1) markRow(parts, 'neighbour_head', seat)
}

export function dropNeighbours(parts: LedgerParts, ids: readonly CmdId[]): void {
  dropRows(parts, 'neighbour', 'id IN (SELECT value FROM json_each(?))', JSON.stringify(ids))
}

export function forgetNeighboursBut(parts: LedgerParts, seats: readonly SeatId[]): void {
  const kept = JSON.stringify(seats)
  for (const table of ['neighbour', 'neighbour_head'] as const)
    dropRows(parts, table, 'seat NOT IN (SELECT value FROM json_each(?))', kept)
}

export function neighbours({ db, seal }: LedgerParts): NeighbourCommand[] {
  const rows = db
    .prepare<[], Row & { mac: string }>(
      'SELECT id, seat, s, hash, body, person_name, no, claim, mac FROM neighbour ORDER BY seat, s',
    )
    .all()
  return rows.filter((row) => isAsWritten(seal, 'neighbour', row)).map(readRow)
}

/** Both texts were written by {@link keepNeighbours} from what had passed its schema, and the mark says so. */
function readRow({ body, person_name: personName, no, claim }: Row): NeighbourCommand {
  return {
    command: JSON.parse(body) as SeatCommand,
    personName,
    no: no as CaseNo | null,
    claim: claim === null ? null : (JSON.parse(claim) as Claim),
  }
}

/** Null also for one that is not as it was written: what that neighbour still has to send is told anew. */
export function neighbourHead({ db, seal }: LedgerParts, seat: SeatId): NeighbourHead | null {
  const row = db
    .prepare<[string], NeighbourHead & { seat: string; mac: string }>(
      'SELECT seat, s, hash, mac FROM neighbour_head WHERE seat = ?',
    )
    .get(seat)
  return row !== undefined && isAsWritten(seal, 'neighbour_head', row) ? { s: row.s, hash: row.hash } : null
}
