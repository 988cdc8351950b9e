// What each action writes into the row beside state, version, clocks and counters, which the table decides.
import type { ActArgs, ActBody } from './acts.ts'
import type { CaseRow } from './case-row.ts'
import type { CaseAction } from './terms.ts'

interface Moment {
  readonly row: CaseRow
  /** Epoch milliseconds at which the act counts. */
  readonly at: number
  readonly catalogueVersion: string
}

type LaterAction = Exclude<CaseAction, 'report'>
type Change<A extends CaseAction> = (args: ActArgs[A], moment: Moment) => Partial<CaseRow>

const nothing = (): Partial<CaseRow> => ({})

const changes: { readonly [A in LaterAction]: Change<A> } = {
  'accept': nothing,
  'send-verify': ({ inspector }, { row }) => ({ inspector, resumeTo: row.state === 'verifying' ? row.resumeTo : row.state }),
  'answer-verify': ({ confirmed }) => ({ inspector: null, verifyResult: confirmed, resumeTo: null }),
  'file': ({ conditionId, areaGrade, urgent }, { at, catalogueVersion }) => ({
    conditionId,
    areaGrade,
    urgent,
    catalogueVersion,
    filedAt: at,
  }),
  'refuse': ({ duplicateOf }) => ({ duplicateOf }),
  'void': () => ({ extensionAsked: false, onAccountUntil: null, resumeTo: null }),
  'dispatch': ({ department }, { at }) => ({ department, dispatchedAt: at }),
  'return': (_, { row }) => (row.state === 'handling' ? { department: null, extensionAsked: false } : { filedAt: null }),
  're-dispatch': ({ department }, { at }) => ({ department, dispatchedAt: at, extensionAsked: false }),
  'answer': (_, { at }) => ({ answeredAt: at, extensionAsked: false }),
  'request-extension': () => ({ extensionAsked: true }),
  'approve-extension': () => ({ extensionAsked: false }),
  'refuse-extension': () => ({ extensionAsked: false }),
  'put-on-account': ({ until }, { row }) => ({ onAccountUntil: until, wasOnAccount: true, resumeTo: row.state }),
  'resume': () => ({ onAccountUntil: null, resumeTo: null }),
  'send-check': ({ inspector }) => ({ inspector, checkResult: null }),
  'answer-check': ({ fixed }) => ({ inspector: null, checkResult: fixed }),
  'rework': nothing,
  'close': (_, moment) => closing(moment),
  'close-self-handled': (_, moment) => closing(moment),
  'appeal': () => ({ appeal: 'asked' }),
  'grant-appeal': () => ({ appeal: 'granted', exempt: true }),
  'refuse-appeal': () => ({ appeal: 'refused' }),
  'supervise': nothing,
  'urge': nothing,
  'call-back': ({ satisfied }) =>
    satisfied ? { callBack: 'satisfied' } : { callBack: 'unsatisfied', closedAt: null, department: null },
  'note': nothing,
  'attach': ({ attachment }, { row }) =>
    hasAttachment(row, attachment) ? {} : { attachments: [...row.attachments, attachment] },
}

/** The members of the row that the act writes. */
export function changesOf(body: ActBody & { readonly action: LaterAction }, moment: Moment): Partial<CaseRow> {
  // Action and arguments are a pair of `ActBody`, which TypeScript cannot follow through the look-up.
  const change = changes[body.action] as Change<LaterAction>
  return change(body.args, moment)
}

function closing({ row, at }: Moment): Partial<CaseRow> {
  return { closedAt: at, callBack: row.wantsCallBack ? 'due' : 'none' }
}

/** The same file for the same use is one piece of evidence, however often it is sent. */
function hasAttachment(row: CaseRow, { hash, use }: ActArgs['attach']['attachment']): boolean {
  return row.attachments.some((one) => one.hash === hash && one.use === use)
}
