// What a line of a list says of a case: how many acts on it the platform has still to confirm (docs/reliability.md, I4).
import type { CaseId } from '#shared/kernel/ids.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import type { Complain } from './invariants.ts'
import type { Seat } from './seat.ts'

/** No act that the ledger, or the neighbour whose it is, knows as accepted is counted as waiting. */
export async function checkWaitingMark(
  seat: Seat,
  id: CaseId,
  { pending, theirs }: { readonly pending: readonly SeatCommand[]; readonly theirs: readonly SeatCommand[] },
  complain: Complain,
): Promise<void> {
  const { process } = seat
  // Where calls overtake each other a word may come to the cache before its act: then the feed takes the act out.
  if (process === null || seat.slowWorkers || seat.disk.mayCacheLag) return
  const [line] = await process.raw.cache.briefs([id])
  if (line === undefined) return
  const { glance, raw } = process
  const accepted = new Set(glance.standing().flatMap((one) => (one.accepted === null ? [] : [one.id])))
  const settled = (await raw.cacheWriter.neighboursShown()).filter((one) => one.isAccepted)
  for (const one of settled) accepted.add(one.id)
  const waiting = [...pending, ...theirs].filter((one) => one.caseId === id && !accepted.has(one.id))
  if (line.pending > waiting.length)
    complain('I4', `seat ${seat.id} says that ${line.pending} acts on case ${id.slice(-4)} wait, and ${waiting.length} do`)
}
