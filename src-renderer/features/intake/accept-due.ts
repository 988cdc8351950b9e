import type { Limit } from '#shared/domain/case/terms.ts'
import { countsWorkingTime, limitMs } from '#shared/domain/limits/limit-clock.ts'

/** When a call must have been accepted; null where the hall runs no such clock, or one that counts working hours only. */
export function acceptDueAt(callAt: number, limit: Limit | null): number | null {
  return limit === null || countsWorkingTime(limit.kind) ? null : callAt + limitMs(limit)
}
