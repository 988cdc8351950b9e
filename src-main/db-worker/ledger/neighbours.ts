// Commands of other seats of the hall, kept until their own host says what became of them, and what is offered to those seats.
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { CaseNo, CmdId, SeatId } from '#shared/kernel/ids.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import type { Claim, LedgerCommand, NeighbourCommand, NeighbourHead } from '../ledger-api.ts'
import { AT_SQL, selectCommands } from './command-rows.ts'
import type { LedgerParts } from './parts.ts'

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

export function keepClaim({ db }: LedgerParts, s: number, { word, relay }: Claim): void {
  db.change<[number, string, string | null]>('INSERT INTO claim (s, word, relay) VALUES (?, ?, ?)').run(s, word, relay)
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
}

function keepOne({ db, seal }: LedgerParts, seat: SeatId, { command, personName, no, claim }: NeighbourCommand): void {
  const row: Row = {
    ...{ id: command.id, seat, s: command.s, hash: command.hash, body: canonicalJson(command), person_name: personName, no },
    claim: claim === null ? null : canonicalJson(claim),
  }
  db.change<[string, number, string]>('DELETE FROM neighbour WHERE seat = ? AND s = ? AND id <> ?').run(seat, row.s, row.id)
  db.change<[Row & { mac: string }]>(
    `
    INSERT INTO neighbour (id, seat, s, hash, body, person_name, no, claim, mac)
    VALUES (@id, @seat, @s, @hash, @body, @person_name, @no, @claim, @mac)
    ON CONFLICT (id) DO NOTHING
  `,
  ).run({ ...row, mac: markOf(seal, row) })
  db.change<[string, number, string]>(
    `
    INSERT INTO neighbour_head (seat, s, hash) VALUES (?, ?, ?)
    ON CONFLICT (seat) DO UPDATE SET s = excluded.s, hash = excluded.hash WHERE excluded.s > neighbour_head.s
  `,
  ).run(seat, row.s, row.hash)
}

export function dropNeighbours({ db }: LedgerParts, ids: readonly CmdId[]): void {
  for (const id of ids) db.change<[string]>('DELETE FROM neighbour WHERE id = ?').run(id)
}

export function forgetNeighboursBut({ db }: LedgerParts, seats: readonly SeatId[]): void {
  const kept = JSON.stringify(seats)
  for (const table of ['neighbour', 'neighbour_head'])
    db.change<[string]>(`DELETE FROM ${table} WHERE seat NOT IN (SELECT value FROM json_each(?))`).run(kept)
}

export function neighbours({ db, seal }: LedgerParts): NeighbourCommand[] {
  const rows = db
    .prepare<[], Row & { mac: string }>(
      'SELECT id, seat, s, hash, body, person_name, no, claim, mac FROM neighbour ORDER BY seat, s',
    )
    .all()
  return rows.filter(({ mac, ...row }) => mac === markOf(seal, row)).map(readRow)
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

export function neighbourHead({ db }: LedgerParts, seat: SeatId): NeighbourHead | null {
  return db.prepare<[string], NeighbourHead>('SELECT s, hash FROM neighbour_head WHERE seat = ?').get(seat) ?? null
}

function markOf(seal: LedgerParts['seal'], { id, seat, s, hash, body, person_name: personName, no, claim }: Row): string {
  return seal(['neighbour', id, seat, s, hash, body, personName, no, claim])
}
