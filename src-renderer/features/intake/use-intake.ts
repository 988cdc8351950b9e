import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import type { Draft } from '#shared/contracts/intake.contract.ts'
import type { CaseNo, DraftId, PersonId } from '#shared/kernel/ids.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { useDesk } from '#renderer/desk/index.ts'
import { useWorkbenchStore } from '#renderer/features/workbench/index.ts'

export interface Intake {
  /** A new draft with its own case number, put into the middle column; refused while the host is gone. */
  readonly newDraft: (callerPhone?: string) => Promise<Result<Draft>>
}

/** A call whose form was left while it was on its way, and which was refused then. */
export interface NotEnded {
  readonly id: DraftId
  readonly no: CaseNo | null
  /** Who sent it off. */
  readonly person: PersonId | undefined
  readonly refusal: Refusal
}

interface IntakeState {
  /** Why the last try to begin a case failed; the left column says it, whoever tried. */
  refusal: ShallowRef<Refusal | null>
  readonly notEnded: ShallowRef<readonly NotEnded[]>
  /** Said, or tried once more. */
  readonly forget: (id: DraftId) => void
  readonly tell: (one: NotEnded) => void
}

export const useIntakeStore = defineStore('intake', (): IntakeState => {
  const notEnded = shallowRef<readonly NotEnded[]>([])
  const others = (id: DraftId): NotEnded[] => notEnded.value.filter((one) => one.id !== id)
  return {
    refusal: shallowRef<Refusal | null>(null),
    notEnded,
    forget: (id) => (notEnded.value = others(id)),
    tell: (one) => (notEnded.value = [...others(one.id), one]),
  }
})

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
