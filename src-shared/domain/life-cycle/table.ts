// The life cycle of a case as one table, in the order of the work. docs/life-cycle.md, diagram and table, is generated from it.
import type { CaseAction, CaseState, Post } from '#shared/domain/case/terms.ts'
import type { ActionSpec, LifeCycleTable } from './action-spec.ts'
import { closingActions } from './closing-actions.ts'
import { handlingActions } from './handling-actions.ts'
import { intakeActions } from './intake-actions.ts'
import { sideActions } from './side-actions.ts'

export const lifeCycle: LifeCycleTable = { ...intakeActions, ...handlingActions, ...closingActions, ...sideActions }

/** Who holds a case in a state, that is, whose next step it waits for. */
export const holders: Readonly<Record<CaseState, Post | null>> = {
  'reported': 'acceptor',
  'verifying': 'inspector',
  'accepted': 'shift-leader',
  'filed': 'dispatcher',
  'handling': 'department',
  'answered': 'acceptor',
  'checking': 'inspector',
  'checked': 'shift-leader',
  'closed': null,
  'refused': null,
  'voided': null,
  'on-account': 'dispatcher',
}

/** False: the action commutes and needs no base version; a command of it can never be stale. */
export function raisesVersion(action: CaseAction): boolean {
  return lifeCycle[action].raisesVersion
}

/** The arguments a person must be asked for before the action can be taken. */
export function needsOf(spec: ActionSpec): readonly string[] {
  return spec.words?.required === true ? [...spec.needs, spec.words.field] : spec.needs
}
