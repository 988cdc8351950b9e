import type { CasePin } from '#shared/contracts/map.contract.ts'
import type { Meaning } from '#renderer/ui/index.ts'

/** How pressing a live case is at `now`, as the domain's statusOf says it for whole rows. */
export function pinMeaning({ dueAt, attentionAt, urgent }: Pick<CasePin, 'dueAt' | 'attentionAt' | 'urgent'>, now: number): Meaning {
  if (urgent) return 'emergency'
  if (dueAt !== null && now > dueAt) return 'overdue'
  if (attentionAt !== null && now >= attentionAt) return 'attention'
  return dueAt === null ? 'unknown' : 'normal'
}
