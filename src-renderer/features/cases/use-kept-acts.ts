import { onMounted, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { KeptAct } from '#shared/contracts/cases.contract.ts'
import type { CaseAction } from '#shared/domain/case/terms.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import type { Refusal } from '#shared/kernel/result.ts'
import { useDesk } from '#renderer/desk/index.ts'

export interface KeptActs {
  /** Begun here before and not taken: before a call came in, or the window was loaded anew. */
  readonly kept: Readonly<ShallowRef<readonly KeptAct[]>>
  readonly refusal: Readonly<ShallowRef<Refusal | null>>
  readonly read: () => Promise<void>
  /** The step was taken or given up: shown no more. */
  readonly forget: (action: CaseAction) => void
  /** Given up without the step being open. */
  readonly clear: (action: CaseAction) => Promise<void>
}

/** The words of a person for steps of one case. */
export function useKeptActs(caseId: CaseId): KeptActs {
  const desk = useDesk()
  const kept = shallowRef<readonly KeptAct[]>([])
  const refusal = shallowRef<Refusal | null>(null)

  async function read(): Promise<void> {
    const found = await desk.call.cases.keptActs({ caseId })
    if (found.ok) kept.value = found.value
  }
  function forget(action: CaseAction): void {
    kept.value = kept.value.filter((one) => one.action !== action)
  }
  async function clear(action: CaseAction): Promise<void> {
    const cleared = await desk.call.cases.keepAct({ caseId, action, answers: null })
    refusal.value = cleared.ok ? null : cleared.error
    if (cleared.ok) forget(action)
  }

  onMounted(read)
  return { kept, refusal, read, forget, clear }
}
