import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { termNames } from '#shared/domain/case/term-names.ts'
import type { OutboxEntry } from '#shared/contracts/link.contract.ts'
import type { ReferenceData } from '../reference/index.ts'

type Difference = NonNullable<OutboxEntry['refusal']>['differences'][number]

const wordsOfTime = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

/** The fields a person compares, in words; times stay ISO so that the window shows them in the hall's zone. */
function readable(row: CaseRow | null, data: ReferenceData): Readonly<Record<string, string | null>> {
  if (row === null) return {}
  return {
    state: termNames.states[row.state].zh,
    department: row.department === null ? null : (data.departments.get(row.department)?.name ?? row.department),
    inspector: row.inspector === null ? null : (data.people.get(row.inspector)?.name ?? row.inspector),
    condition: row.conditionId === null ? null : (data.catalogue.findCondition(row.conditionId)?.text ?? row.conditionId),
    handleDueAt: wordsOfTime(row.handleDueAt),
    extensions: String(row.extensions),
    returns: String(row.returns),
    reworks: String(row.reworks),
    onAccountUntil: wordsOfTime(row.onAccountUntil),
  }
}

/** 原来 / 我的 / 对方: only the fields in which the three are not all alike. */
export function differencesOf(
  base: CaseRow | null,
  mine: CaseRow | null,
  theirs: CaseRow | null,
  data: ReferenceData,
): readonly Difference[] {
  const [was, own, other] = [readable(base, data), readable(mine, data), readable(theirs, data)]
  const fields = Object.keys(other).length > 0 ? Object.keys(other) : Object.keys(own)
  return fields
    .map((field) => ({ field, base: was[field] ?? null, mine: own[field] ?? null, theirs: other[field] ?? null }))
    .filter((one) => one.base !== one.mine || one.base !== one.theirs)
}
