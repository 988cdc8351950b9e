import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { CommandStanding } from '../ledger-api.ts'
import type { LedgerParts } from './parts.ts'
import { retally } from './tally.ts'

/** What became of a command. `told`: the platform has given its final word, so it is not sent again. */
export interface Standing {
  readonly s: number
  readonly word: CommandStanding
  readonly told: boolean
  /** The case's state version after it, when accepted. */
  readonly ver: number | null
  readonly outcome: Outcome | null
}

interface Row {
  readonly s: number
  readonly word: CommandStanding
  readonly told: number
  readonly ver: number | null
  readonly outcome: string | null
}

export interface StandingRow extends Row {
  readonly mac: string
}

export function writeStanding(parts: Pick<LedgerParts, 'db' | 'seal'>, standing: Standing): void {
  const { db, seal } = parts
  const row = toRow(standing)
  const [before = '', mac] = [
    db.pluck<[number], string>('SELECT mac FROM standing WHERE s = ?').get(row.s),
    standingMac(seal, row),
  ]
  db.change<[number, string, number, number | null, string | null, string]>(
    `
    INSERT INTO standing (s, word, told, ver, outcome, mac) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (s) DO UPDATE SET word = excluded.word, told = excluded.told, ver = excluded.ver, outcome = excluded.outcome, mac = excluded.mac
  `,
  ).run(row.s, row.word, row.told, row.ver, row.outcome, mac)
  retally(parts, 'standing', { gone: [before], come: [mac] })
}

export function readStanding({ db }: Pick<LedgerParts, 'db'>, id: string): Standing | undefined {
  const row = db
    .prepare<[string], Row>(
      'SELECT t.s, t.word, t.told, t.ver, t.outcome FROM command c JOIN standing t ON t.s = c.s WHERE c.id = ?',
    )
    .get(id)
  // Written here after its schema had passed.
  return row && { ...row, told: row.told === 1, outcome: row.outcome === null ? null : (JSON.parse(row.outcome) as Outcome) }
}

export function standingMac(seal: LedgerParts['seal'], { s, word, told, ver, outcome }: Row): string {
  return seal(['standing', s, word, told, ver, outcome])
}

function toRow({ s, word, told, ver, outcome }: Standing): Row {
  return { s, word, told: told ? 1 : 0, ver, outcome: outcome === null ? null : canonicalJson(outcome) }
}
