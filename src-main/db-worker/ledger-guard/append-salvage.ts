import type { LedgerParts } from '../ledger/parts.ts'
import { writeGap } from '../ledger/chain-gaps.ts'
import type { Chain } from '../ledger/chain-gaps.ts'
import { writeStanding } from '../ledger/standing.ts'
import { readHeads } from './guard-row.ts'
import type { Salvage, SalvagedAudit, SalvagedCommand } from './salvage.ts'
import { nameSalvagedFiles } from './salvage-files.ts'
import type { Mark } from './witness.ts'

/** What the platform knows of this seat; zeros and no lanes when it has not been asked. */
export interface Known {
  readonly s: number
  readonly auditN: number
  /** How far the seat has come in lanes. */
  readonly lanes: readonly { readonly lane: string; readonly n: number }[]
}

type Parts = Pick<LedgerParts, 'db' | 'seal'>

interface AppendOptions {
  readonly mark: Mark | null
  readonly known: Known
  /** Does a file's sealed copy lie in this machine's store? */
  readonly isStored: (hash: string) => boolean
}

/** Adds what a base lacks, in order; where numbers are missing the chain gets a gap that is signed for. */
export function appendSalvage(
  parts: Parts,
  found: Salvage,
  { mark, known, isStored }: AppendOptions,
): { commands: number; salvaged: number; missing: number } {
  const heads = readHeads(parts.db)
  const commands = append(parts, 'commands', {
    ...{ lastN: heads.s, lastHash: heads.hash, found: found.commands, upTo: Math.max(mark?.s ?? 0, known.s) },
    insert: (command) => {
      insertCommand(parts, command)
      nameSalvagedFiles(parts, command.command, isStored)
    },
  })
  const audit = append(parts, 'audit', {
    ...{ lastN: heads.auditN, lastHash: heads.auditHash, found: found.audit, upTo: Math.max(mark?.auditN ?? 0, known.auditN) },
    insert: (entry) => insertAudit(parts, entry),
  })
  for (const s of found.settled) settle(parts, s)
  for (const { lane, n } of known.lanes) raiseLane(parts, lane, n)
  const count = parts.db.pluck<[], number>('SELECT count(*) FROM command').get() ?? 0
  return { commands: count, salvaged: commands.added, missing: commands.missing + audit.missing }
}

interface Appending<Line> {
  readonly lastN: number
  readonly lastHash: string
  readonly found: ReadonlyMap<number, Line>
  readonly upTo: number
  readonly insert: (line: Line) => void
}

function append<Line extends { readonly prev: string; readonly hash: string }>(
  { db, seal }: Parts,
  chain: Chain,
  { lastN, lastHash, found, upTo, insert }: Appending<Line>,
): { added: number; missing: number } {
  let last = { n: lastN, hash: lastHash }
  let missing = 0
  let added = 0
  const newer = [...found.keys()].filter((n) => n > lastN).sort((a, b) => a - b)
  const skipTo = (toN: number): void => {
    if (toN <= last.n) return
    writeGap(db, seal, { chain, lastN: last.n, lastHash: last.hash, toN })
    missing += toN - last.n
  }
  for (const n of newer) {
    const line = found.get(n)
    if (line === undefined) continue
    if (n !== last.n + 1) skipTo(n - 1)
    // The same numbers with another history: the chain of the base is the one that goes on.
    else if (line.prev !== last.hash) break
    insert(line)
    last = { n, hash: line.hash }
    added += 1
  }
  skipTo(upTo)
  return { added, missing }
}

function insertCommand({ db, seal }: Parts, found: SalvagedCommand): void {
  const { s, command, raisesVersion, afterId, body, personName, no, prev, hash, mac } = found
  db.change<[number, string, string, number, string | null, string, string, string | null, string, string, string]>(
    `
    INSERT INTO command (s, id, case_id, raises_version, after_id, body, person_name, no, prev, hash, mac)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  `,
  ).run(s, command.id, command.caseId, raisesVersion, afterId, body, personName, no, prev, hash, mac)
  for (const { lane, n } of command.lanes) {
    db.change<[string, number, number]>('INSERT INTO command_lane (lane, n, s) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(
      lane,
      n,
      s,
    )
  }
  // What became of it the platform is asked again: it answers a known command with the same outcome.
  writeStanding({ db, seal }, { s, word: 'waiting', told: false, ver: null, outcome: null })
  if (no !== null) db.change<[string]>('INSERT INTO number_used (no) VALUES (?) ON CONFLICT DO NOTHING').run(no)
}

function insertAudit({ db }: Parts, { n, body, prev, hash, mac }: SalvagedAudit): void {
  db.change<[number, string, string, string, string]>('INSERT INTO audit (n, body, prev, hash, mac) VALUES (?, ?, ?, ?, ?)').run(
    n,
    body,
    prev,
    hash,
    mac,
  )
}

/** A person has decided this one already; it is still sent once, so that its lane has no hole. */
function settle({ db, seal }: Parts, s: number): void {
  const known = db.pluck<[number], number>("SELECT s FROM standing WHERE s = ? AND word <> 'accepted'").get(s)
  if (known !== undefined) writeStanding({ db, seal }, { s, word: 'settled', told: false, ver: null, outcome: null })
}

function raiseLane({ db }: Parts, lane: string, n: number): void {
  db.change<[string, number]>(
    'INSERT INTO lane_floor (lane, n) VALUES (?, ?) ON CONFLICT (lane) DO UPDATE SET n = max(n, excluded.n)',
  ).run(lane, n)
}
