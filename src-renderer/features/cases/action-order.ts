import type { CaseView } from '#shared/contracts/cases.contract.ts'
import { guards } from '#shared/domain/life-cycle/index.ts'
import type { GuardName } from '#shared/domain/life-cycle/index.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'

type ActionLine = CaseView['actions'][number]

export interface OrderedActions {
  /** The step this case waits for, if my posts may take it. */
  readonly primary: CaseAction | null
  /** Other ways on from here. */
  readonly beside: readonly CaseAction[]
  /** What may be said at any time. */
  readonly aside: readonly CaseAction[]
  /** Closed now by a condition, with the guard's name or the code. */
  readonly closed: readonly { readonly action: CaseAction; readonly code: string; readonly detail: string | null }[]
}

/** Most fitting first. What waits for a decision comes before the ordinary step. */
const steps: readonly CaseAction[] = [
  'approve-extension', 'grant-appeal', 'call-back', 'close-self-handled', 'accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check', 'answer-verify', 'rework', 'close', 'resume',
]
/** May be said in any state; never the step. */
const asides: readonly CaseAction[] = ['note', 'urge', 'supervise']
const besides: readonly CaseAction[] = [
  'send-verify', 'refuse', 'return', 're-dispatch', 'refuse-extension', 'refuse-appeal', 'request-extension', 'put-on-account', 'appeal', 'void',
]
/** Steps that are taken only by intention: an assignment out is not repeated by Ctrl+Enter. */
const repeatedOut: Readonly<Partial<Record<CaseView['row']['state'], readonly CaseAction[]>>> = {
  verifying: ['send-verify'], checking: ['send-check'], checked: ['send-check'],
}

/** The actions of a case in the order in which a person reads them; files are attached where evidence is shown. */
export function orderActions(actions: readonly ActionLine[], row: Pick<CaseView['row'], 'state' | 'checkResult'>): OrderedActions {
  const allowed = new Set(actions.filter(({ refusedBy }) => refusedBy === null).map(({ action }) => action))
  const isStep = (action: CaseAction): boolean => {
    if (!allowed.has(action) || repeatedOut[row.state]?.includes(action) === true) return false
    // After a failed check the case goes back; closing it all the same is the exception.
    return action !== 'close' || row.checkResult !== false
  }
  const primary = steps.find(isStep) ?? null
  const rest = [...steps, ...besides].filter((action) => allowed.has(action) && action !== primary)
  return {
    primary,
    beside: rest,
    aside: asides.filter((action) => allowed.has(action)),
    closed: actions.flatMap(({ action, refusedBy }) =>
      refusedBy === null || refusedBy.code === 'wrong-post' || refusedBy.code === 'illegal-move' || action === 'attach' ? [] : [{ action, ...refusedBy }]),
  }
}

/** The guard in the way, in words; undefined when the code says it all. */
export function guardWords(detail: string | null, language: 'zh' | 'en'): string | undefined {
  return detail !== null && isGuard(detail) ? guards[detail][language] : undefined
}

function isGuard(name: string): name is GuardName {
  return Object.hasOwn(guards, name)
}

/** Keys of the other ways on; the step itself always has Ctrl+Enter. Alt+1 to 0 are the lists, Alt+M and Alt+N the duplicates. */
export const actionKeys: Readonly<Partial<Record<CaseAction, string>>> = {
  'send-verify': 'Alt+V', 'refuse': 'Alt+R', 'return': 'Alt+T', 're-dispatch': 'Alt+G', 'put-on-account': 'Alt+P', 'void': 'Alt+X', 'supervise': 'Alt+S', 'urge': 'Alt+U', 'note': 'Alt+B',
  'send-check': 'Alt+C', 'rework': 'Alt+W', 'close': 'Alt+J', 'accept': 'Alt+A', 'approve-extension': 'Alt+Y', 'refuse-extension': 'Alt+K', 'grant-appeal': 'Alt+Y', 'refuse-appeal': 'Alt+K',
}
