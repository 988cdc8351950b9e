import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import { SeatCommand } from '#shared/platform-api/commands.ts'
import type { Base } from '#shared/platform-api/commands.ts'
import type { ReadDb } from '../driver.ts'
import type { LedgerCommand, NewCommand } from '../ledger-api.ts'
import { nameAttachments } from './attachments.ts'
import { gapEnd } from './chain-gaps.ts'
import { commandMac } from './command-mac.ts'
import { keepGround } from './grounds.ts'
import { keepClaim } from './neighbours.ts'
import type { LedgerParts } from './parts.ts'
import { NO_HASH, hashOf } from './seal.ts'
import { writeStanding } from './standing.ts'
import { setTally } from './tally.ts'
import { findTextFault } from './text-fault.ts'

const Unsigned = SeatCommand.omit({ hash: true })

/** Appends in order; call it inside a transaction. Throws a refusal that names the member when a command is not well formed. */
export function appendCommands(parts: LedgerParts, commands: readonly NewCommand[]): LedgerCommand[] {
  const appended = commands.map((command) => appendOne(parts, command))
  nameAttachments(parts, appended)
  return appended
}

export function lastS({ db, lastS: before }: Pick<LedgerParts, 'db' | 'lastS'>): number {
  const newest = db.pluck<[], number | null>('SELECT max(s) FROM command').get() ?? before
  return Math.max(newest, gapEnd(db, 'commands'))
}

function appendOne(parts: LedgerParts, given: NewCommand): LedgerCommand {
  const { db } = parts
  if (db.pluck<[string], number>('SELECT 1 FROM command WHERE id = ?').get(given.id) !== undefined)
    throw bad('id is in the ledger already')
  const command = sign(parts, given)
  const personName = given.personName.toWellFormed()
  insertCommand(parts, command, personName, given.no)
  for (const { lane, n } of command.lanes) {
    db.change<[string, number, number]>('INSERT INTO command_lane (lane, n, s) VALUES (?, ?, ?)').run(lane, n, command.s)
  }
  writeStanding(parts, { s: command.s, word: 'waiting', told: false, ver: null, outcome: null })
  setTally(parts, 'command', command.s)
  keepGround(parts, command.s, given)
  const claim = given.claim ?? null
  if (claim !== null) keepClaim(parts, command.s, claim)
  return { command, personName, no: given.no, standing: 'waiting', outcome: null, claim }
}

/** Numbers, chains and hashes a command; the platform will hash the same members. */
function sign(parts: LedgerParts, given: NewCommand): SeatCommand {
  const { db, seat } = parts
  const { id, caseId, body, at, person, post, timeDoubt, offline, signIn } = given
  const s = lastS(parts) + 1
  const n = lastInLane(db, caseId) + 1
  const prev = db.pluck<[number], string>('SELECT hash FROM command WHERE s = ?').get(s - 1) ?? NO_HASH
  const lanes = [{ lane: caseId, n }]
  const base = baseOf(parts, given)
  const parsed = Unsigned.safeParse({
    id,
    caseId,
    base,
    body,
    at,
    person,
    post,
    timeDoubt,
    offline,
    seat,
    s,
    lanes,
    signIn,
    prev,
  })
  if (!parsed.success) throw bad(parsed.error.issues[0]?.path.join('.') ?? 'command')
  const fault = findTextFault(parsed.data)
  if (fault !== undefined) throw bad(fault)
  return { ...parsed.data, hash: hashOf(parsed.data) }
}

/** Own acts and what a recovery has heard from the platform of those that were lost. */
function lastInLane(db: ReadDb, lane: string): number {
  const own = db.pluck<[string], number | null>('SELECT max(n) FROM command_lane WHERE lane = ?').get(lane) ?? 0
  return Math.max(own, db.pluck<[string], number>('SELECT n FROM lane_floor WHERE lane = ?').get(lane) ?? 0)
}

/**
 * What a life-cycle command builds on: an own one that still waits, else the newest state version known here. An accepted command
 * may not have come back by the feed yet, so the version it was given counts too; one that the feed has brought before the answer
 * is in that version, and others may have built on it since. Throws 'own-act-unseen'.
 */
function baseOf({ db }: LedgerParts, { caseId, base }: NewCommand): Base {
  if (base === null) return null
  const own = 'FROM command c JOIN standing t ON t.s = c.s WHERE c.case_id = ? AND c.raises_version = 1'
  const { ver, over, seen, told } = base.chain
  const newest = db.pluck<[string], CmdId>(`SELECT c.id ${own} AND t.word = 'waiting' ORDER BY c.s DESC LIMIT 1`).get(caseId)
  const waiting = newest !== undefined && told?.includes(newest) === true ? undefined : newest
  mustBeSeen(waiting, seen)
  // An own act that came after what the person saw goes before everything.
  if (over !== undefined && (waiting === undefined || over.own.includes(waiting))) return { after: over.after }
  if (waiting !== undefined) return { after: waiting }
  const accepted = db
    .prepare<[string, number], { id: CmdId; ver: number }>(
      `SELECT c.id, t.ver ${own} AND t.word = 'accepted' AND t.ver > ? ORDER BY t.ver DESC LIMIT 1`,
    )
    .get(caseId, ver)
  mustBeSeen(accepted?.id, seen)
  return { ver: accepted?.ver ?? ver }
}

/** In a copy that has no room, or for a moment, an own act does not show: what was decided then was decided on an older case. */
function mustBeSeen(id: CmdId | undefined, seen: readonly CmdId[] | undefined): void {
  if (id !== undefined && seen?.includes(id) === false) throw new RefusalError({ code: 'own-act-unseen', detail: id })
}

function insertCommand({ db, seal }: LedgerParts, command: SeatCommand, personName: string, no: string | null): void {
  const { s, id, caseId, base, body, prev, hash } = command
  const afterId = base !== null && 'after' in base ? base.after : null
  db.change<[number, string, string, number, string | null, string, string, string | null, string, string, string]>(
    `
    INSERT INTO command (s, id, case_id, raises_version, after_id, body, person_name, no, prev, hash, mac)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  `,
  ).run(
    s,
    id,
    caseId,
    raisesVersion(body.action) ? 1 : 0,
    afterId,
    canonicalJson(command),
    personName,
    no,
    prev,
    hash,
    commandMac(seal, { s, hash, person_name: personName, no }),
  )
}

function bad(detail: string): RefusalError {
  return new RefusalError({ code: 'bad-request', detail })
}
