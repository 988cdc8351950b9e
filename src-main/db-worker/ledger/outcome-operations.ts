import type { LedgerApi } from '../ledger-api.ts'
import type { SyncApi } from '../sync-api.ts'
import { acceptedOutside, acceptedWithin, recordOutcomes, reopen, reopenLane } from './outcomes.ts'
import type { LedgerParts } from './parts.ts'

type OutcomeApi = Pick<
  SyncApi<LedgerApi>,
  'recordOutcomes' | 'acceptedOutside' | 'acceptedWithin' | 'reopen' | 'reopenLane'
>

/** What the platform has said of commands, and what it has forgotten since. */
export function outcomeOperations(parts: LedgerParts): OutcomeApi {
  const { db } = parts
  return {
    recordOutcomes: (outcomes) => db.transaction(() => recordOutcomes(parts, outcomes)),
    acceptedOutside: (epoch, from) => acceptedOutside(parts, epoch, from),
    acceptedWithin: (ask) => acceptedWithin(parts, ask),
    reopen: (ids) => db.transaction(() => reopen(parts, ids)),
    reopenLane: (lane, from) => db.transaction(() => reopenLane(parts, lane, from)),
  }
}
