import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { CaseId, CmdId } from '#shared/kernel/ids.ts'
import { RefusalError } from '#shared/kernel/result.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { AcceptedAsk, CommandStanding } from '../ledger-api.ts'
import { dropGround } from './grounds.ts'
import type { LedgerParts } from './parts.ts'
import { readStanding, writeStanding } from './standing.ts'

/** Writes down what the platform said. Unknown ids are somebody else's; the same word twice changes nothing. */
export function recordOutcomes(parts: LedgerParts, outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) recordOutcome(parts, outcome)
}

function recordOutcome(parts: LedgerParts, outcome: Outcome): void {
  const now = readStanding(parts, outcome.id)
  if (now === undefined) return
  const told = isFinal(outcome)
  if (now.told && !told) return
  const word = wordAfter(now.word, outcome)
  const isSame = now.outcome !== null && canonicalJson(now.outcome) === canonicalJson(outcome)
  if (isSame && now.told === told && word === now.word) return
  writeStanding(parts, { s: now.s, word, told, ver: outcome.result === 'accepted' ? outcome.ver : null, outcome })
  if (word === 'accepted') dropGround(parts, now.s)
  // Held by the platform's word: what it was built on is a neighbour's, and what was built on it here goes the same way.
  if (word === 'rejected' || word === 'held') moveDependents(parts, outcome.id, 'waiting', 'held')
}

/** accepted and rejected are the platform's last word; so is a mismatch: sending the same id again would say the same. */
function isFinal({ result }: Outcome): boolean {
  return result === 'accepted' || result === 'rejected' || result === 'mismatch'
}

function wordAfter(word: CommandStanding, outcome: Outcome): CommandStanding {
  if (word === 'settled' || !isFinal(outcome)) return word
  if (outcome.result === 'accepted') return 'accepted'
  return outcome.result === 'rejected' && outcome.code === 'depends-on-rejected' ? 'held' : 'rejected'
}

/** Moves everything that was built on a command, directly or not; answers what was moved. */
function moveDependents(parts: LedgerParts, id: CmdId, from: CommandStanding, to: CommandStanding): CmdId[] {
  const moved: CmdId[] = []
  for (const dependent of builtOn(parts, id)) {
    const now = readStanding(parts, dependent)
    if (now?.word !== from) continue
    writeStanding(parts, { ...now, word: to })
    moved.push(dependent)
  }
  return moved
}

/** Ids of all that was built on a command, directly or not, by s. */
function builtOn({ db }: Pick<LedgerParts, 'db'>, id: CmdId): CmdId[] {
  return db
    .pluck<[string], CmdId>(
      `
      WITH RECURSIVE built (id, s) AS (
        SELECT id, s FROM command WHERE after_id = ? UNION SELECT c.id, c.s FROM command c JOIN built b ON c.after_id = b.id
      ) SELECT id FROM built ORDER BY s
    `,
    )
    .all(id)
}

/** What is held because of a command, by s. */
export function heldBy(parts: Pick<LedgerParts, 'db'>, id: CmdId): CmdId[] {
  return builtOn(parts, id).filter((one) => readStanding(parts, one)?.word === 'held')
}

/**
 * A person has dealt with a rejected or held command and, where `along` says so, with what was held because of it; answers all of
 * them. Held ones are still sent once, so that the lane's numbers stay without a gap; the platform rejects them by itself. Throws
 * 'not-found' or 'not-resolvable'.
 */
export function settleCommand(parts: LedgerParts, id: CmdId, along: boolean): CmdId[] {
  const now = readStanding(parts, id)
  if (now === undefined) throw new RefusalError({ code: 'not-found', detail: id })
  if (now.word !== 'rejected' && now.word !== 'held') throw new RefusalError({ code: 'not-resolvable', detail: now.word })
  writeStanding(parts, { ...now, word: 'settled' })
  return [id, ...(along ? moveDependents(parts, id, 'held', 'settled') : [])]
}

/** A person has thought better of it: settled ones wait for a decision again, each as what it was. */
export function takeBack(parts: LedgerParts, ids: readonly CmdId[]): void {
  for (const id of ids) {
    const now = readStanding(parts, id)
    if (now?.word !== 'settled') throw new RefusalError({ code: 'not-resolvable', detail: now?.word ?? id })
    const { outcome } = now
    const isHeld = outcome === null || (outcome.result === 'rejected' && outcome.code === 'depends-on-rejected')
    writeStanding(parts, { ...now, word: isHeld ? 'held' : 'rejected' })
  }
}

/**
 * Commands that another life of the platform's store has accepted; a restored backup may not know them. Those done before
 * `from` are left alone: a platform forgets outcomes in time, and what it has forgotten is not lost. A doubtful clock says
 * nothing of that; such an act is as old as what the ledger holds behind it.
 */
export function acceptedOutside({ db }: LedgerParts, epoch: string, from: number): CmdId[] {
  const isDoubtful = "json_extract(c.body, '$.timeDoubt')"
  const oldest = db.pluck<[number], number | null>(
    `SELECT max(c.s) FROM command c WHERE json_extract(c.body, '$.at') < ? AND NOT ${isDoubtful}`,
  )
  return db
    .pluck<[string, number, number], CmdId>(
      `
      SELECT c.id FROM standing t JOIN command c ON c.s = t.s
      WHERE t.word = 'accepted' AND json_extract(t.outcome, '$.epoch') <> ?
        AND (json_extract(c.body, '$.at') >= ? OR (${isDoubtful} AND c.s > ?)) ORDER BY t.s
    `,
    )
    .all(epoch, from, oldest.get(from) ?? 0)
}

/** Those that one life of the platform's store has accepted, the newest first. */
export function acceptedWithin({ db }: LedgerParts, { epoch, before, from, limit }: AcceptedAsk): { s: number; id: CmdId }[] {
  return db
    .prepare<[string, number, number, number], { s: number; id: CmdId }>(
      `
      SELECT s, id FROM (
        SELECT t.s, c.id, json_extract(c.body, '$.at') AS at FROM standing t JOIN command c ON c.s = t.s
        WHERE t.word = 'accepted' AND json_extract(t.outcome, '$.epoch') = ? AND t.s < ? ORDER BY t.s DESC LIMIT ?
      ) WHERE at >= ?
    `,
    )
    .all(epoch, before, limit, from)
}

/**
 * A lane's commands from a number on are sent once more: the platform's store went back to before them. What a person has decided
 * about rejected ones stays decided. Answers how many there are.
 */
export function reopenLane(parts: LedgerParts, lane: CaseId, from: number): number {
  const ids = parts.db.pluck<[string, number], CmdId>(
    'SELECT c.id FROM command_lane l JOIN command c ON c.s = l.s WHERE l.lane = ? AND l.n >= ?',
  )
  const all = ids.all(lane, from)
  reopen(parts, all)
  for (const id of all) {
    const now = readStanding(parts, id)
    if (now?.told === true) writeStanding(parts, { ...now, told: false })
  }
  return all.length
}

/** Puts accepted commands the platform has lost back into the outbox. */
export function reopen(parts: LedgerParts, ids: readonly CmdId[]): void {
  for (const id of ids) {
    const now = readStanding(parts, id)
    if (now?.word === 'accepted') writeStanding(parts, { ...now, word: 'waiting', told: false, ver: null, outcome: null })
  }
}
