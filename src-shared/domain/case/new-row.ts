import type { CatalogueView } from '#shared/domain/catalogue/catalogue.ts'
import type { Act, ReportArgs } from './acts.ts'
import type { CaseRow } from './case-row.ts'

/** The row of a case just reported, before its first clock starts. */
export function newRow(act: Act, args: ReportArgs, catalogue: CatalogueView): CaseRow {
  const { notDuplicateBecause: _saidInTheFlowRecord, hidden: _keptInTheFlowRecord, ...reported } = args
  return {
    ...reported,
    id: act.caseId,
    state: 'reported',
    ver: 1,
    className: catalogue.findClass(args.classCode)?.name ?? args.classCode,
    catalogueVersion: catalogue.version,
    reportedAt: act.at,
    reportedBy: act.person,
    seat: act.seat,
    lastActAt: act.at,
    clocks: [],
    ...nothingYet,
  }
}

/** What only later acts fill in. */
export const nothingYet = {
  department: null,
  inspector: null,
  dueAt: null,
  handleDueAt: null,
  filedAt: null,
  dispatchedAt: null,
  answeredAt: null,
  closedAt: null,
  supervised: 0,
  urged: 0,
  reworks: 0,
  returns: 0,
  extensions: 0,
  extensionAsked: false,
  onAccountUntil: null,
  wasOnAccount: false,
  resumeTo: null,
  appeal: 'none',
  exempt: false,
  callBack: 'none',
  verifyResult: null,
  checkResult: null,
  duplicateOf: null,
} as const satisfies Partial<CaseRow>
