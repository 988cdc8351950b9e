import type { CaseBrief } from '#shared/contracts/cases.contract.ts'
import { endStates } from '#shared/domain/case/terms.ts'
import type { CaseStatus } from '#shared/domain/case/work-lists.ts'

/** How pressing a line is at `now`, so that a window turns it yellow and red by itself as time passes. */
export function statusOfBrief(brief: Pick<CaseBrief, 'state' | 'dueAt' | 'attentionAt' | 'urgent'>, now: number): CaseStatus {
  const { state, dueAt, attentionAt, urgent } = brief
  if (endStates.includes(state)) return 'normal'
  if (urgent) return 'emergency'
  // A line knows no pauses: only a case on account stands still on purpose.
  if (dueAt === null) return state === 'on-account' ? 'normal' : 'unknown'
  if (now > dueAt) return 'overdue'
  return attentionAt !== null && now >= attentionAt ? 'attention' : 'normal'
}
