import type { CaseView } from '#shared/contracts/cases.contract.ts'
import type { MessageKey } from '#renderer/i18n/index.ts'

type Row = CaseView['row']

/** What an operator decides by; a difference in anything else is no reason to look again. */
const watched = ['state', 'department', 'inspector', 'handleDueAt', 'areaGrade', 'onAccountUntil'] as const satisfies readonly (keyof Row)[]
export type WatchedField = (typeof watched)[number]

export interface RowDifference {
  readonly field: WatchedField
  readonly label: MessageKey
}

/** The fields in which the case now differs from what was looked at. */
export function rowDifferences(seen: Row, now: Row): RowDifference[] {
  return watched.filter((field) => seen[field] !== now[field]).map((field) => ({ field, label: `cases.fact.${field}` }))
}
