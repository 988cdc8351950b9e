import type { DepartmentAdvice } from '#shared/contracts/intake.contract.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useAnswer } from './use-answer.ts'
import type { Answer } from './use-answer.ts'

export interface AdviceQuestion {
  readonly classCode: string
  readonly grid: string | null
  readonly component: string | null
}

/** 派遣建议: which departments may be responsible, each with its reason. */
export function useAdvice(source: () => AdviceQuestion | null): Answer<DepartmentAdvice[]> {
  return useAnswer(source, useDesk().call.intake.adviseDepartment, { afterMs: 50 })
}
