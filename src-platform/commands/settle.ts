import type { Outcome } from '#shared/platform-api/commands.ts'
import type { Folded } from '#shared/domain/case/fold.ts'
import type { Platform } from '../platform.ts'
import { commitChanges } from '../store/commit-changes.ts'
import type { EntityChange } from '../store/commit-changes.ts'
import type { Tx } from '../store/migrations/migration.ts'
import { isStoreLost, transact } from '../store/transact.ts'
import { timeOfAct, timeOfSeatAct } from './act-time.ts'
import type { ArrivedCommand } from './arrived-command.ts'
import { describeCurrent, openCase } from './case-file.ts'
import { judge } from './judge.ts'
import { withNumbersHidden } from './hide-numbers.ts'
import { advanceLanes, findGap, lanesOf, lockCases } from './lanes.ts'
import { findSettled, keepCommand, outcomeOf } from './outcome-store.ts'
import type { Patience } from './patience.ts'
import type { ReferenceReader } from './reference-data.ts'

const RETRY_AFTER_MS = 1_000
const NEIGHBOUR_RETRY_MS = 2_000

export interface Settler {
  readonly platform: Platform
  readonly readReference: ReferenceReader
  readonly patience: Patience
  /** Hears of failures that are nobody's refusal. */
  readonly onFailure: (error: unknown, command: ArrivedCommand) => void
}

/**
 * Settles commands in the order given, each in a transaction of its own. A rejection is settled too; its lane and all others go
 * on. After an unexpected failure the lane waits (`retry`), the others go on.
 */
export async function settleAll(settler: Settler, commands: readonly ArrivedCommand[]): Promise<Outcome[]> {
  const waiting = new Set<string>()
  const outcomes: Outcome[] = []
  for (const command of commands) {
    const lanes = lanesOf(command).map(({ lane }) => String(lane))
    const waits = lanes.some((lane) => waiting.has(lane))
    const outcome = waits ? retry(command, 'platform-busy') : await settleSafely(settler, command)
    if (outcome.result === 'retry') for (const lane of lanes) waiting.add(lane)
    outcomes.push(outcome)
  }
  return outcomes
}

async function settleSafely(settler: Settler, command: ArrivedCommand): Promise<Outcome> {
  try {
    return await transact(settler.platform.store.db, (tx) => settle(settler, tx, command))
  } catch (error) {
    settler.onFailure(error, command)
    return retry(command, isStoreLost(error) ? 'platform-busy' : 'internal')
  }
}

function retry({ envelope }: ArrivedCommand, code: string): Extract<Outcome, { result: 'retry' }> {
  return { id: envelope.id, result: 'retry', code, afterMs: RETRY_AFTER_MS }
}

async function settle({ platform, readReference, patience }: Settler, tx: Tx, arrived: ArrivedCommand): Promise<Outcome> {
  const { hall, clock } = platform
  const { envelope } = arrived
  await lockCases(tx, [envelope.caseId, ...lanesOf(arrived).map(({ lane }) => lane)])
  const before = (await findSettled(tx, hall, [envelope.id])).get(envelope.id)
  if (before !== undefined)
    return before.hash === arrived.hash ? before.outcome : { id: envelope.id, result: 'mismatch', code: 'body-mismatch' }
  const gap = await findGap(tx, hall.id, arrived)
  if (gap !== undefined) return gap
  const command = await withNumbersHidden(tx, hall.id, arrived)

  const file = await openCase(tx, hall.id, envelope.caseId)
  const now = clock.now()
  const time =
    envelope.seat === null
      ? timeOfAct(envelope, { now, lastActAt: file.row?.lastActAt ?? null })
      : timeOfSeatAct(envelope, { now, reportedAt: file.row?.reportedAt ?? null })
  const verdict = await judge({ tx, hall, data: await readReference(tx, hall.id), file, time, now }, command)
  // What it builds on is still on its way from another seat: this lane waits, the others go on.
  const base = envelope.base !== null && 'after' in envelope.base ? envelope.base.after : null
  if (!verdict.ok && verdict.error.code === 'base-not-arrived' && base !== null && patience.mayWait(base, clock.monotonicMs()))
    return { ...retry(command, 'base-not-arrived'), afterMs: NEIGHBOUR_RETRY_MS }
  patience.settled(envelope.id)
  await advanceLanes(tx, hall.id, command)
  if (!verdict.ok) {
    const { code, detail } = verdict.error
    const kept = {
      result: 'rejected' as const,
      code,
      detail: detail ?? null,
      current: await describeCurrent(tx, hall.id, file.row),
    }
    await keepCommand(tx, hall.id, command, kept, { now, countedAt: time.at })
    return outcomeOf(envelope.id, kept, hall.epoch, 0)
  }
  const kept = { result: 'accepted' as const, ver: verdict.value.row.ver }
  await keepCommand(tx, hall.id, command, kept, { now, countedAt: time.at })
  return outcomeOf(envelope.id, kept, hall.epoch, await commitChanges(tx, hall.id, changesOf(verdict.value)))
}

/** The flow record comes last: its seq is the command's (see outcome-store). */
export function changesOf({ row, flow }: Folded): EntityChange[] {
  return [
    { kind: 'case', id: row.id, ver: row.ver, row, externalId: row.externalId },
    { kind: 'flow', id: flow.id, ver: 1, row: flow },
  ]
}
