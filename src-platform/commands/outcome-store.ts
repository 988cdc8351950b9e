import { z } from '#shared/kernel/zod.ts'
import type { CmdId } from '#shared/kernel/ids.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { Current } from '#shared/platform-api/commands.ts'
import type { Hall } from '../store/hall.ts'
import type { Db, Tx } from '../store/migrations/migration.ts'
import type { ArrivedCommand } from './arrived-command.ts'

/**
 * What is kept of an outcome. The seq of an accepted command is not repeated here: it is the seq of the flow record that carries
 * the command's id, which never changes again; so the outcome can be written before the head row is locked.
 */
const Kept = z.discriminatedUnion('result', [
  z.object({ result: z.literal('accepted'), ver: z.int() }),
  z.object({ result: z.literal('rejected'), code: z.string(), detail: z.string().nullable(), current: Current.nullable() }),
])
export type Kept = z.infer<typeof Kept>

export interface SettledCommand {
  readonly hash: string
  readonly person: string | null
  readonly caseId: string
  readonly outcome: Outcome
}

/** Settled commands among these ids. */
export async function findSettled(db: Db | Tx, hall: Hall, ids: readonly CmdId[]): Promise<ReadonlyMap<string, SettledCommand>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('command')
    .leftJoin('entity', (join) =>
      join.onRef('entity.hall', '=', 'command.hall').on('entity.kind', '=', 'flow').onRef('entity.id', '=', 'command.id'),
    )
    .select(['command.id', 'command.hash', 'command.person', 'command.case_id', 'command.outcome', 'entity.seq'])
    .where('command.hall', '=', hall.id)
    .where('command.id', 'in', ids)
    .execute()
  const wanted = new Map(ids.map((id) => [String(id), id]))
  const settled = new Map<string, SettledCommand>()
  for (const row of rows) {
    const id = wanted.get(row.id)
    if (id === undefined) continue
    const outcome = outcomeOf(id, Kept.parse(row.outcome), hall.epoch, row.seq ?? 0)
    settled.set(row.id, { hash: row.hash, person: row.person, caseId: row.case_id, outcome })
  }
  return settled
}

export function outcomeOf(id: CmdId, kept: Kept, epoch: string, seq: number): Outcome {
  return kept.result === 'accepted' ? { id, result: 'accepted', epoch, seq, ver: kept.ver } : { id, ...kept }
}

export interface Receipt {
  readonly now: number
  /** The time that counts for the act. */
  readonly countedAt: number
}

export async function keepCommand(
  tx: Tx,
  hall: string,
  command: ArrivedCommand,
  kept: Kept,
  { now, countedAt }: Receipt,
): Promise<void> {
  const { envelope, device } = command
  await tx
    .insertInto('command')
    .values({
      id: envelope.id,
      hall,
      hash: command.hash,
      device,
      seat: envelope.seat,
      s: envelope.s,
      person: envelope.person,
      case_id: envelope.caseId,
      action: command.action,
      body: command.bodyJson,
      outcome: JSON.stringify(kept),
      received_at: now,
      said_at: envelope.at === countedAt ? null : envelope.at,
    })
    .execute()
}
