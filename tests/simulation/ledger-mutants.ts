// Safeguards of the ledger and of what is appended to it, as in mutants.ts.
import { mutant } from './mutant.ts'
import type { Mutant } from './mutant.ts'

const outcomes = 'src-main/db-worker/ledger/outcomes.ts'
const append = 'src-main/db-worker/ledger/append.ts'
const ledger = 'src-main/db-worker/ledger/ledger.ts'
const outbox = 'src-main/link/outbox-sender.ts'

export const ledgerMutants: readonly Mutant[] = [
  mutant(
    'append-not-atomic',
    'all acts of one deed or none',
    ledger,
    'db.transaction(() => { const appended = appendCommands(parts, commands)',
    '(<T>(work: () => T): T => work())(() => { const appended = commands.flatMap((one) => db.transaction(() => appendCommands(parts, [one])))',
  ),
  mutant(
    'acknowledged-before-stored',
    'saved is said after the commit',
    ledger,
    'append: (commands, audit, written) => storing(() => db.transaction(() => { const appended = appendCommands(parts, commands) if (written !== undefined) endWritten(parts, written) if (audit !== null) appendAudit(parts, audit) return appended }), ),',
    'append: (commands, audit, written) => { let appended: ReturnType<typeof appendCommands> = []; try { db.transaction(() => { appended = appendCommands(parts, commands); if (written !== undefined) endWritten(parts, written); if (audit !== null) appendAudit(parts, audit) }) } catch (error) { if (appended.length === 0) throw error } return { ok: true, value: appended } },',
  ),
  mutant(
    'dependents-not-held',
    'what was built on a rejected act is held',
    outcomes,
    "if (word === 'rejected' || word === 'held') moveDependents(parts, outcome.id, 'waiting', 'held')",
    '',
  ),
  mutant(
    'held-not-sent',
    'held acts are sent once, so that a lane has no gap',
    'src-main/db-worker/ledger/command-rows.ts',
    'WHERE t.told = 0 ORDER BY t.s LIMIT ?',
    "WHERE t.told = 0 AND t.word <> 'held' ORDER BY t.s LIMIT ?",
  ),
  mutant(
    'told-not-kept',
    'an act with the last word is not sent again',
    outcomes,
    'writeStanding(parts, { s: now.s, word, told,',
    'writeStanding(parts, { s: now.s, word, told: false,',
  ),
  mutant(
    'no-base-after-own',
    'an act builds on the own one that still waits',
    append,
    'if (waiting !== undefined) return { after: waiting }',
    '',
  ),
  mutant(
    'unseen-own-act-built-on',
    'nobody builds on an own act that the case did not show',
    append,
    'mustBeSeen(waiting, seen)',
    '',
  ),
  mutant(
    'lane-number-not-counted',
    'lane numbers are contiguous',
    append,
    'const n = lastInLane(db, caseId) + 1',
    'const n = lastInLane(db, caseId) + 1 + (s % 7 === 0 ? 1 : 0)',
  ),
  mutant(
    'chain-not-linked',
    'each act names the hash of the one before it',
    append,
    "WHERE s = ?').get(s - 1) ?? NO_HASH",
    "WHERE s = ?').get(s - 2) ?? NO_HASH",
  ),
  mutant(
    'numbers-not-counted',
    'what is given of a block is counted, so that the next one is asked for in time',
    'src-main/db-worker/ledger/numbers.ts',
    "db.change<[number, number]>('UPDATE number_block SET next = ? WHERE n = ?').run(next, n)",
    '',
  ),
  mutant(
    'lane-not-reopened',
    'a gap makes the lane be sent again',
    outbox,
    'for (const { lane, expected } of settled.gaps) reopened += await ledger.reopenLane(lane, expected)',
    '',
  ),
  mutant(
    'reopened-not-told',
    'neighbours and windows hear of what waits again before its answer has come',
    outbox,
    'if (settled.outcomes.length + reopened > 0) {',
    'if (settled.outcomes.length > 0) {',
  ),
  mutant(
    'held-alone',
    'what was built on an act that is held because of a neighbour’s is held too',
    outcomes,
    "if (word === 'rejected' || word === 'held') moveDependents(parts, outcome.id, 'waiting', 'held')",
    "if (word === 'rejected') moveDependents(parts, outcome.id, 'waiting', 'held')",
  ),
]
