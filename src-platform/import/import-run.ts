import type { Clock } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { BulkKind } from '#shared/platform-api/bulk.ts'
import type { BulkClient } from './client/bulk-client.ts'
import { rowSender } from './client/send-rows.ts'
import type { SendTotals, SentRow } from './client/send-rows.ts'
import type { Progress } from './progress.ts'
import type { RefusedFile } from './refused-file.ts'
import type { Zones } from './zones.ts'

/** What a run works with; `client` is null in a dry run. */
export interface ImportRun {
  readonly client: BulkClient | null
  readonly clock: Clock
  readonly progress: Progress
  /** One line for the person at the terminal. */
  readonly say: (line: string) => void
}

/** How it went; `refused` counts rows, the file's own and those the platform would not take. */
export interface ImportOutcome {
  readonly read: number
  readonly imported: number
  readonly unchanged: number
  readonly refused: number
}

export const countsLine = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')

/** Finishes the list of refused rows and says where it is; nothing when there are none. */
export async function sayRefused(run: ImportRun, refused: RefusedFile): Promise<void> {
  await refused.finish()
  if (refused.counts.size > 0) run.say(`refused: ${countsLine(refused.counts)}; the rows and reasons are in ${refused.path}`)
}

/** Lists the features of a layer that are no grids. */
export async function refuseZones(zones: Zones, refused: RefusedFile): Promise<void> {
  for (const { line, id, why } of zones.refused) await refused.add({ line, id }, why)
}

/** Sends a list that is in memory already; a refused row is named by its place in the list. */
export async function sendAll<T>(
  run: ImportRun,
  kind: BulkKind,
  rows: readonly T[],
  idOf: (row: T) => string,
  refused?: RefusedFile,
): Promise<Result<SendTotals>> {
  const placed = rows.map((row, line) => ({ row, from: { line, id: idOf(row) } }))
  return sendPlaced(run, kind, placed, refused)
}

/** Sends the grids of a layer; a refused one is named by its feature. */
export async function sendGrids(run: ImportRun, { rows }: Zones, refused: RefusedFile): Promise<Result<SendTotals>> {
  const placed = rows.map(({ line, row }) => ({ row, from: { line, id: row.code } }))
  return sendPlaced(run, 'grid', placed, refused)
}

/** Refused rows are named on the terminal, at most ten of a kind, and listed in the file. */
async function sendPlaced<T>(
  run: ImportRun,
  kind: BulkKind,
  rows: readonly SentRow<T>[],
  refused: RefusedFile | undefined,
): Promise<Result<SendTotals>> {
  let named = 0
  const sender = rowSender<T>(run.client, kind, async ({ line, id }: SentRow<T>['from'], why) => {
    named += 1
    if (named <= 10) run.say(`${kind} ${id} refused: ${why.code} ${why.detail ?? ''}`)
    await refused?.add({ line, id: `${kind} ${id}` }, why)
  })
  for (const [index, sent] of rows.entries()) {
    const added = await sender.add(sent)
    if (!added.ok) return added
    run.progress.tick(index + 1, (index + 1) / rows.length)
  }
  const finished = await sender.finish()
  return finished.ok ? ok(sender.totals) : finished
}
