import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { CaseState } from '#shared/domain/case/terms.ts'
import type { Scene } from '../scene/scene.ts'
import { appealOf, onHandling } from './department-steps.ts'
import { onAccepted, onAnswered, onChecked, onClosed, onFiled, onReported } from './desk-steps.ts'
import { onChecking, onVerifying } from './inspector-steps.ts'
import { diceAbout } from './step.ts'
import type { Situation, Step } from './step.ts'

const byState: Readonly<Record<CaseState, (situation: Situation) => Step | null>> = {
  'reported': onReported,
  'verifying': onVerifying,
  'accepted': onAccepted,
  'filed': onFiled,
  'handling': onHandling,
  'answered': onAnswered,
  'checking': onChecking,
  'checked': onChecked,
  'closed': (situation) => onClosed(situation) ?? (situation.row.callBack === 'due' ? null : appealOf(situation)),
  'refused': () => null,
  'voided': () => null,
  'on-account': resume,
}

/**
 * What will be done to a case next and when, by the town's clock; null when nobody will do anything. Always the same for the
 * same row. `town` translates instants of the row into the town's time.
 */
export function nextStep(row: CaseRow, scene: Scene, town: (instant: number) => number = (instant) => instant): Step | null {
  return byState[row.state]({ row, scene, town, since: town(row.lastActAt), dice: diceAbout(row, 'step') })
}

/** 挂账到期: the platform resumes by itself. */
function resume({ row, town }: Situation): Step | null {
  if (row.onAccountUntil === null) return null
  return { at: town(row.onAccountUntil), by: null, body: { action: 'resume', args: { words: '挂账到期，自动恢复' } } }
}
