import type { FieldDifference } from '#shared/contracts/link.contract.ts'
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { termNames } from '#shared/domain/case/term-names.ts'
import { compareRows, comparedValue, openFields } from '#shared/domain/conflict/index.ts'
import type { ComparedField, ComparedValue } from '#shared/domain/conflict/index.ts'
import type { ReferenceData } from '../reference/index.ts'

export interface Sides3 {
  /** 原来, null where none is kept. */
  readonly base: CaseRow | null
  /** 我的, null where the act could not be folded on its own ground. */
  readonly mine: CaseRow | null
  /** 对方, null where there is no such case. */
  readonly theirs: CaseRow | null
}

/** 原来 / 我的 / 对方 in words: only the fields in which the sides are not all alike. */
export function differencesOf(
  body: ActBody,
  sides: Sides3,
  data: ReferenceData,
): { differences: FieldDifference[]; same: number } {
  const { differing, same } = compareRows(sides.base, sides.mine, sides.theirs)
  const open = openFields(body, sides.theirs, differing)
  const word = (row: CaseRow | null, field: ComparedField): string | null => wordOf(field, comparedValue(row, field), data)
  const differences = differing.map((field) => ({
    field,
    base: word(sides.base, field),
    mine: word(sides.mine, field),
    theirs: word(sides.theirs, field),
    open: open.includes(field),
  }))
  return { differences, same }
}

type Wording = (value: string | number | boolean, data: ReferenceData) => string | undefined

const instant: Wording = (value) => (typeof value === 'number' ? new Date(value).toISOString() : undefined)
const yesNo: Wording = (value) => (value === true ? '是' : '否')
const named =
  (names: Readonly<Record<string, { zh: string }>>): Wording =>
  (value) =>
    names[String(value)]?.zh

/** Times stay ISO so that the window shows them in the hall's zone; what nobody has a word for is shown as it is. */
const wordings: Readonly<Partial<Record<ComparedField, Wording>>> = {
  state: named(termNames.states),
  appeal: named(termNames.appeals),
  callBack: named(termNames.callBacks),
  department: (id, data) => data.departments.get(String(id))?.name,
  inspector: (id, data) => data.people.get(String(id))?.name,
  classCode: (code, data) => data.catalogue.findClass(String(code))?.name,
  conditionId: (id, data) => data.catalogue.findCondition(String(id))?.text,
  handleDueAt: instant,
  onAccountUntil: instant,
  ...{ urgent: yesNo, extensionAsked: yesNo, verifyResult: yesNo, checkResult: yesNo },
}

function wordOf(field: ComparedField, value: ComparedValue, data: ReferenceData): string | null {
  if (value === null || value === '') return null
  return wordings[field]?.(value, data) ?? String(value)
}
