import type { Outcome } from '#shared/platform-api/commands.ts'
import { OUTCOMES_KEPT_MS } from '#shared/platform-api/commands.ts'
import { ok } from '#shared/kernel/result.ts'
import type { LedgerApi } from '../db/ledger-api.ts'
import type { LinkResult, PlatformClient } from './platform-client.ts'

/** Ids in one question; the contract allows 200. */
const AT_ONCE = 200

/**
 * The platform's store lives under a new epoch: a backup was restored. Acts it had accepted before are asked after; what it still
 * has is recorded under the new epoch and answered here, what it has lost goes back among those to be sent. `now`: its time, in
 * ms; what is older than outcomes are kept it has forgotten, not lost.
 */
export async function askAgain(
  client: PlatformClient,
  ledger: LedgerApi,
  epoch: string,
  now: number,
): Promise<LinkResult<Outcome[]>> {
  const ids = await ledger.acceptedOutside(epoch, now - OUTCOMES_KEPT_MS)
  const known: Outcome[] = []
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const asked = ids.slice(from, from + AT_ONCE)
    const reply = await client.outcomes(asked)
    if (!reply.ok) return reply
    const { outcomes } = reply.value
    await ledger.recordOutcomes(outcomes)
    const kept = new Set<string>(outcomes.map(({ id }) => id))
    await ledger.reopen(asked.filter((id) => !kept.has(id)))
    known.push(...outcomes)
  }
  return ok(known)
}
