import { openGuard } from '#main/db-worker/ledger-guard/open-guard.ts'
import type { GuardApi } from '#main/db-worker/ledger-guard/guard-api.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'

/** The real guard of a folder; synchronous calls answer awaiting callers just as well. */
export function aGuard(dataDir: string): GuardApi {
  return unwrap(openGuard({ dataDir, seat: '1' as SeatId, lock: false })) as unknown as GuardApi
}
