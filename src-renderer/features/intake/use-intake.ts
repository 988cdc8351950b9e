import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Draft } from '#shared/contracts/intake.contract.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'

export interface Intake {
  /** A new draft with its own case number, put into the middle column; refused while the host is gone. */
  readonly newDraft: (callerPhone?: string) => Promise<Result<Draft>>
}

/** Why the last try to begin a case failed; the left column says it, whoever tried. */
export const useIntakeStore = defineStore('intake', () => ({ refusal: shallowRef<Refusal | null>(null) }))

/** The way into a case for whatever hears of one: F2, a call, a point on the map. */
export function useIntake(): Intake {
  const desk = useDesk()
  const workbench = useWorkbenchStore()
  const store = useIntakeStore()
  return {
    newDraft: async (callerPhone) => {
      const opened = await desk.call.intake.open({ callerPhone: callerPhone ?? null })
      store.refusal = opened.ok ? null : opened.error
      if (opened.ok) workbench.select({ kind: 'draft', id: opened.value.id })
      return opened
    },
  }
}
