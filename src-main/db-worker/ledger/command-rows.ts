import type { CaseNo, SeatId } from '#shared/kernel/ids.ts'
import type { Outcome, SeatCommand } from '#shared/platform-api/commands.ts'
import type { ReadDb } from '../driver.ts'
import type { Claim, CommandStanding, LedgerCommand } from '../ledger-api.ts'

/** A command as stored, with what became of it. */
export interface StoredCommand {
  readonly s: number
  readonly body: string
  readonly person_name: string
  readonly no: string | null
  readonly word: CommandStanding
  readonly outcome: string | null
  readonly claim: Claim['word'] | null
  readonly relay: SeatId | null
}

const SELECT = `
  SELECT c.s, c.body, c.person_name, c.no, t.word, t.outcome, m.word AS claim, m.relay
  FROM command c JOIN standing t ON t.s = c.s LEFT JOIN claim m ON m.s = c.s
`

export const UNSENT_SQL = `${SELECT} WHERE t.told = 0 ORDER BY t.s LIMIT ?`
export const TRAY_SQL = `${SELECT} WHERE t.word IN ('waiting', 'rejected', 'held') ORDER BY t.s`
export const SINCE_SQL = `${SELECT} WHERE t.s > ? AND t.word IN ('waiting', 'accepted') ORDER BY t.s LIMIT ?`
export const AT_SQL = `${SELECT} WHERE c.s = ?`
export const FIND_SQL = `${SELECT} WHERE c.id = ?`

export function selectCommands<Params extends unknown[]>(db: ReadDb, sql: string, ...params: Params): LedgerCommand[] {
  return db
    .prepare<Params, StoredCommand>(sql)
    .all(...params)
    .map(readCommand)
}

export function findCommand(db: ReadDb, id: string): LedgerCommand | null {
  return selectCommands(db, FIND_SQL, id)[0] ?? null
}

/** Both texts were written by this ledger after their schema had passed; verify() finds what was changed since. */
function readCommand(row: StoredCommand): LedgerCommand {
  return {
    command: JSON.parse(row.body) as SeatCommand,
    personName: row.person_name,
    no: row.no as CaseNo | null,
    standing: row.word,
    outcome: row.outcome === null ? null : (JSON.parse(row.outcome) as Outcome),
    claim: row.claim === null ? null : { word: row.claim, relay: row.relay },
  }
}
