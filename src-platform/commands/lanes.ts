import { sql } from 'kysely'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { Tx } from '../store/migrations/migration.ts'
import type { ArrivedCommand } from './arrived-command.ts'

/** Takes the cases a command touches for this transaction, in one order for everybody, so that nobody waits in a circle. */
export async function lockCases(tx: Tx, cases: readonly string[]): Promise<void> {
  const sorted = [...new Set(cases)].sort()
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(one, 0)) FROM unnest(${sorted}::text[]) AS one`.execute(tx)
}

export function lanesOf({ envelope }: ArrivedCommand): readonly { readonly lane: CaseId; readonly n: number }[] {
  return envelope.seat === null ? [] : envelope.lanes
}

/**
 * The gap in front of a command, undefined when its numbers are the next ones. A seat enrolled on a new machine has a new
 * ledger: its first command may begin the lane at 1 again.
 */
export async function findGap(tx: Tx, hall: string, command: ArrivedCommand): Promise<Outcome | undefined> {
  const { envelope, device } = command
  if (envelope.seat === null) return undefined
  const known = await tx
    .selectFrom('lane')
    .select(['lane', 'n', 'device'])
    .where('hall', '=', hall)
    .where('seat', '=', envelope.seat)
    .where(
      'lane',
      'in',
      envelope.lanes.map(({ lane }) => lane),
    )
    .execute()
  for (const { lane, n } of envelope.lanes) {
    const last = known.find((row) => row.lane === lane)
    const expected = last === undefined ? 1 : last.n + 1
    const restarts = n === 1 && last !== undefined && last.device !== device
    if (n !== expected && !restarts) return { id: envelope.id, result: 'gap', lane, expected }
  }
  return undefined
}

export async function advanceLanes(tx: Tx, hall: string, command: ArrivedCommand): Promise<void> {
  const { envelope, device } = command
  if (envelope.seat === null || device === null) return
  const { seat } = envelope
  await tx
    .insertInto('lane')
    .values(envelope.lanes.map(({ lane, n }) => ({ hall, seat, lane, device, n })))
    .onConflict((conflict) =>
      conflict
        .columns(['hall', 'seat', 'lane'])
        .doUpdateSet((e) => ({ n: e.ref('excluded.n'), device: e.ref('excluded.device') })),
    )
    .execute()
}
