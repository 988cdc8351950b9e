import { emptyForm } from '#shared/contracts/intake.contract.ts'
import type { Draft, DraftForm } from '#shared/contracts/intake.contract.ts'
import { caseId, draftId } from './ids.ts'
import { MONDAY_NINE } from './case-story.ts'
import type { CaseNo } from '#shared/kernel/ids.ts'

/** A draft as it stands when a call has just come in. */
export function aDraft(form: Partial<DraftForm> = {}, parts: Partial<Draft> = {}): Draft {
  return {
    id: draftId(1),
    caseId: caseId(1),
    no: '3415232026111600001' as CaseNo,
    form: { ...emptyForm, ...form },
    caret: null,
    rev: 1,
    callAt: MONDAY_NINE,
    savedAt: MONDAY_NINE,
    ...parts,
  }
}
