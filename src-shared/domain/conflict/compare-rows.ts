// 原来 / 我的 / 对方: which fields of a case two people have brought to different ends.
import type { CaseRow } from '#shared/domain/case/case-row.ts'

export type ComparedValue = string | number | boolean | null

/**
 * Fields a person compares, in the order shown. Left out: what follows from them (other clocks and times), what only ever grows
 * (the flow), and sealed personal fields, which no act of a second seat changes.
 */
const readers = {
  state: (row: CaseRow) => row.state,
  department: (row: CaseRow) => row.department,
  inspector: (row: CaseRow) => row.inspector,
  handleDueAt: (row: CaseRow) => row.handleDueAt,
  classCode: (row: CaseRow) => row.classCode,
  conditionId: (row: CaseRow) => row.conditionId,
  areaGrade: (row: CaseRow) => row.areaGrade,
  urgent: (row: CaseRow) => row.urgent,
  address: (row: CaseRow) => row.place.address,
  grid: (row: CaseRow) => row.place.grid,
  component: (row: CaseRow) => row.place.component,
  description: (row: CaseRow) => row.description,
  onAccountUntil: (row: CaseRow) => row.onAccountUntil,
  duplicateOf: (row: CaseRow) => row.duplicateOf,
  extensions: (row: CaseRow) => row.extensions,
  extensionAsked: (row: CaseRow) => row.extensionAsked,
  returns: (row: CaseRow) => row.returns,
  reworks: (row: CaseRow) => row.reworks,
  verifyResult: (row: CaseRow) => row.verifyResult,
  checkResult: (row: CaseRow) => row.checkResult,
  appeal: (row: CaseRow) => row.appeal,
  callBack: (row: CaseRow) => row.callBack,
} as const satisfies Record<string, (row: CaseRow) => ComparedValue>

export type ComparedField = keyof typeof readers
// Object.keys of a literal gives its keys.
export const comparedFields = Object.keys(readers) as readonly ComparedField[]

export function comparedValue(row: CaseRow | null, field: ComparedField): ComparedValue {
  return row === null ? null : readers[field](row)
}

export interface Comparison {
  /** Fields in which the sides are not all alike. */
  readonly differing: readonly ComparedField[]
  /** How many of the fields are alike on all sides. */
  readonly same: number
}

/** A side that is not known (null) agrees with everybody: what nobody can say is no difference. */
export function compareRows(base: CaseRow | null, mine: CaseRow | null, theirs: CaseRow | null): Comparison {
  const known = [base, mine, theirs].filter((row) => row !== null)
  const differing = comparedFields.filter((field) => new Set(known.map((row) => comparedValue(row, field))).size > 1)
  return { differing, same: comparedFields.length - differing.length }
}
