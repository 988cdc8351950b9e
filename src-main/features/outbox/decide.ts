// What a person decides about a rejected step. Whatever it is, the old command stays on record and the decision is audited.
import type { ArgOf, Contracts, ReplyOf } from '#shared/contracts/index.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { actNow, mergeBody } from '#shared/domain/conflict/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { AuditEntry, LedgerCommand, NewCommand } from '../../db/ledger-api.ts'
import type { CommandWriter } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'
import { presentCase } from './present-case.ts'
import { UNDO_MS } from './withdrawals.ts'
import type { Withdrawals } from './withdrawals.ts'

export type Decision = ArgOf<Contracts['outbox']['settle']>
type Decided = ReplyOf<Contracts['outbox']['settle']>

export interface DecideParts {
  readonly hall: Hall
  readonly writer: CommandWriter
  readonly withdrawals: Withdrawals
}

export async function decide(parts: DecideParts, decision: Decision, session: SignedIn): Promise<Result<Decided>> {
  const { hall, withdrawals } = parts
  const { id, choice, dependents } = decision
  const stored = await hall.db.ledger.find(id)
  if (stored === null) return refuse('not-found', id)
  if (stored.standing !== 'rejected' && stored.standing !== 'held') return refuse('not-resolvable', stored.standing)
  if (choice === 'withdraw' && decision.words.trim() === '') return refuse('reason-required', 'words')
  const planned = choice === 'withdraw' ? ok([]) : await planAgain(parts, stored, decision, session)
  if (!planned.ok) return planned
  const audit = auditOf(hall, session, decision, planned.value)
  const along = dependents !== 'leave'
  const settled = await hall.db.ledger.settle({ id, along, replacements: planned.value }, audit)
  if (!settled.ok) return settled
  if (choice === 'withdraw') withdrawals.add(settled.value.ids, session.person)
  await hall.link.commandsAdded(settled.value.appended)
  hall.signals.raise('cases', 'map', 'outbox')
  return ok({
    settled: [...settled.value.ids],
    again: settled.value.appended.map(({ command }) => command.id),
    undoUntil: choice === 'withdraw' ? hall.time.now() + UNDO_MS : null,
  })
}

/** A person has thought better of a withdrawal, soon enough. */
export async function takeBack({ hall, withdrawals }: DecideParts, id: Decision['id'], session: SignedIn): Promise<Result<null>> {
  const ids = withdrawals.of(id, session.person)
  const audit = { ...entryFor(hall, session, id), what: 'outbox.take-back', detail: null }
  const taken = ids === undefined ? refuse('undo-too-late', id) : await hall.db.ledger.takeBack(ids, audit)
  // Asked again, because the answer was lost: it is done where it waits for a decision once more, also after a restart.
  if (!taken.ok) return (await waitsForDecision(hall, id)) ? ok(null) : taken
  withdrawals.forget(id)
  await hall.link.commandsAdded()
  hall.signals.raise('outbox')
  return ok(null)
}

async function waitsForDecision(hall: Hall, id: Decision['id']): Promise<boolean> {
  const stored = await hall.db.ledger.find(id)
  return stored?.standing === 'rejected' || stored?.standing === 'held'
}

/** The act, and where that is wished what was built on it: on the case as it is now, one on the other, like any fresh act. */
async function planAgain(
  { hall, writer }: DecideParts,
  stored: LedgerCommand,
  decision: Decision,
  session: SignedIn,
): Promise<Result<readonly NewCommand[]>> {
  const { command, no } = stored
  const { theirs: _shown, ...seen } = await presentCase(hall, stored)
  const { row } = seen
  if (no === null || (row === null && command.body.action !== 'report')) return refuse('not-found', command.caseId)
  if (decision.seenVer !== null && decision.seenVer !== (row?.ver ?? 0))
    return refuse('stale-base', `${String(decision.seenVer)} → ${String(row?.ver ?? 0)}`)
  const first = bodyOf(decision, command.body, row)
  if (!first.ok) return first
  const held = decision.dependents === 'again' ? await hall.db.ledger.dependents(command.id) : []
  const bodies = [first.value, ...held.map((one) => one.command.body)]
  return writer.prepare({ caseId: command.caseId, no, ...seen, bodies }, session)
}

function bodyOf({ choice, sides, words }: Decision, body: ActBody, row: CaseRow | null): Result<ActBody> {
  if (choice !== 'merge') return ok(body)
  const merged = mergeBody(body, sides, row)
  return merged.ok ? actNow(merged.value, row, words) : merged
}

function auditOf(hall: Hall, session: SignedIn, decision: Decision, planned: readonly NewCommand[]): AuditEntry {
  const { id, choice, sides, words, dependents } = decision
  const detail = JSON.stringify({
    ...(words.trim() === '' ? {} : { words: words.trim() }),
    ...(choice === 'merge' ? { sides } : {}),
    dependents,
    again: planned.map((one) => one.id),
  })
  return { ...entryFor(hall, session, id), what: `outbox.${choice}`, detail }
}

function entryFor(hall: Hall, session: SignedIn, subject: string): Omit<AuditEntry, 'what' | 'detail'> {
  return { at: hall.time.now(), person: session.person, post: session.posts.join(','), subject, result: 'ok' }
}
