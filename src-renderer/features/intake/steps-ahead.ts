// 最迟: by when the steps still to come are due if each takes its whole limit. A promise that can be told to a caller.
import type { ClockKind, Limit } from '#shared/domain/case/terms.ts'
import { countsWorkingTime, limitMs } from '#shared/domain/limits/limit-clock.ts'

export interface StepAhead {
  readonly kind: ClockKind
  readonly limit: Limit
  /** Epoch ms; null from the first step on that counts only working hours, which a window cannot reckon. */
  readonly latest: number | null
}

/** The steps in their order; verifying is no step of every case. */
const order: readonly ClockKind[] = ['accept', 'file', 'dispatch', 'handle', 'send-check', 'check', 'close']

export interface Limits {
  readonly desk: Readonly<Partial<Record<ClockKind, Limit | null>>>
  /** 处置时限, once the condition is known. */
  readonly handle: Limit | undefined
}

/** Steps after `running`, which is due at `dueAt` (null: standing still). Steps without a limit run no clock and are left out. */
export function stepsAfter(running: ClockKind, dueAt: number | null, limits: Limits): StepAhead[] {
  const from = running === 'verify' ? 0 : order.indexOf(running)
  let latest = dueAt
  return order.slice(from + 1).flatMap((kind): StepAhead[] => {
    const limit = kind === 'handle' ? limits.handle : limits.desk[kind]
    // How long handling may take decides everything behind it.
    if (kind === 'handle' && limit == null) latest = null
    if (limit == null) return []
    latest = latest === null || countsWorkingTime(limit.kind) ? null : latest + limitMs(limit)
    return [{ kind, limit, latest }]
  })
}
