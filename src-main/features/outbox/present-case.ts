import type { OutboxDetail } from '#shared/contracts/link.contract.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { LedgerCommand } from '../../db/ledger-api.ts'
import { seenOf } from '../cases/index.ts'
import type { SeenCase } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'

/** 对方: the case as it stands now, as far as this machine knows. */
export interface PresentCase extends SeenCase {
  readonly theirs: OutboxDetail['theirs']
}

/**
 * The newer of what the feed has brought and what the refusal told: the refusal may be faster than the feed, and the case may
 * have moved on since the refusal.
 */
export async function presentCase(hall: Hall, { command, outcome }: LedgerCommand): Promise<PresentCase> {
  const stored = await hall.db.cache.caseById(command.caseId)
  const told = outcome?.result === 'rejected' ? outcome.current : null
  // For a moment the ledger knows of the refusal and the cache does not: there the refused act itself still stands in the case.
  const isStillIn = stored?.flow.some(({ id }) => id === command.id) ?? false
  if (told?.row != null && (isStillIn || told.row.ver >= (stored?.row.ver ?? 0))) {
    const { row, byName, bySeat, at } = told
    const by = { byName: byName === '' ? null : byName, bySeat, at }
    // Nobody's pending act lies over a row that the platform itself has told.
    return { row, flowCount: stored?.flow.length ?? 0, theirs: { ver: row.ver, state: row.state, ...by } }
  }
  if (stored === null) return { row: null, flowCount: 0, theirs: null }
  const moved = stored.flow.findLast(({ action }) => raisesVersion(action))
  const { ver, state } = stored.row
  const by = { byName: moved?.personName ?? null, bySeat: moved?.seat ?? null, at: moved?.at ?? null }
  return { ...seenOf(stored), theirs: { ver, state, ...by } }
}
