import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { allowedActions, guards } from '#shared/domain/life-cycle/index.ts'
import type { GuardName } from '#shared/domain/life-cycle/index.ts'
import { steps } from './draft.ts'
import type { Step } from './draft.ts'

/** A step that can be taken, or one that a condition stands against, with that condition's name. */
export interface StepChoice {
  readonly step: Step
  readonly refusedBy: string | null
}

/** What a department may do to a case now, the step itself first. What is somebody else's is left out. */
export function stepChoices(row: CaseRow, department: string, now: number): StepChoice[] {
  if (row.department !== department) return []
  const { allowed, refused } = allowedActions(row, ['department'], now)
  return steps.flatMap((step): StepChoice[] => {
    if (allowed.some(({ action }) => action === step)) return [{ step, refusedBy: null }]
    const why = refused.find(({ action }) => action === step)?.refusal
    return why?.code === 'guard-failed' ? [{ step, refusedBy: why.detail ?? '' }] : []
  })
}

/** Whether photographs may still come after an answer: as long as the case is the department's. */
export function mayAttach(row: CaseRow, department: string, now: number): boolean {
  return row.department === department && allowedActions(row, ['department'], now).allowed.some(({ action }) => action === 'attach')
}

/** The condition in the way, in words; undefined when the code says it all. */
export function guardWords(name: string | undefined | null, locale: string): string | undefined {
  if (name == null || !isGuard(name)) return undefined
  return locale === 'en' ? guards[name].en : guards[name].zh
}

function isGuard(name: string): name is GuardName {
  return Object.hasOwn(guards, name)
}
