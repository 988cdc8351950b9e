import type { CaseId, CmdId, DraftId } from '#shared/kernel/ids.ts'

const uuid = (space: string, n: number): string => `019a8c00-0000-7000-8${space}-${n.toString(16).padStart(12, '0')}`

/** Ids that read the same in every run. */
export const caseId = (n: number): CaseId => uuid('00a', n) as CaseId
export const cmdId = (n: number): CmdId => uuid('00c', n) as CmdId
export const draftId = (n: number): DraftId => uuid('00d', n) as DraftId
