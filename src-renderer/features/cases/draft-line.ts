import type { BegunStep } from '#shared/contracts/cases.contract.ts'
import type { Desk } from '#renderer/desk/index.ts'

/** One of my drafts as the list of them tells it. */
export type DraftLine = Parameters<Parameters<Desk['watch']['intake']['drafts']>[1]>[0][number]

/** What I have begun: a call that is being taken down, or a step of a case. */
export type BegunLine =
  | { readonly kind: 'draft'; readonly key: string; readonly draft: DraftLine }
  | { readonly kind: 'step'; readonly key: string; readonly step: BegunStep }

/** Calls first, newest on top; then steps, the latest on top. */
export function begunLines(drafts: readonly DraftLine[], steps: readonly BegunStep[]): BegunLine[] {
  return [
    ...[...drafts].sort((a, b) => (a.id < b.id ? 1 : -1)).map((draft): BegunLine => ({ kind: 'draft', key: draft.id, draft })),
    ...steps.map((step): BegunLine => ({ kind: 'step', key: `${step.caseId} ${step.action}`, step })),
  ]
}
