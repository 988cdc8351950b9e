// A case's facts as numbers: what stands in `case_fact`, and how to read it again.
import { stageColumns } from '#shared/cache-schema/index.ts'
import type { CaseFacts, Settled, SlotFacts } from '#shared/domain/evaluation/index.ts'

type StageColumn = (typeof stageColumns)[number]

export interface FactRow extends Readonly<Record<StageColumn, number | null>> {
  readonly reported_day: number | null
  readonly filed_day: number | null
  /** Index in {@link settledCodes}. */
  readonly settled: number
  readonly due_at: number | null
  readonly late_ms: number | null
  /** {@link factFlags}, and the stage above them. */
  readonly flags: number
  readonly department: number
  readonly street: number
  readonly community: number
  readonly grid: number
  readonly class_code: number
  readonly source: number
}

/** Null: not filed. */
export const settledCodes: readonly (Settled | null)[] = [
  null,
  'open',
  'closed-on-time',
  'closed-late',
  'on-account',
  'exempt',
  'no-limit',
  'voided',
]

export const factFlags = { refused: 1, selfHandled: 2, reworked: 4, returned: 8, public: 16, urgent: 32, ended: 64 } as const
const STAGE_SHIFT = 7

export const factColumns = [
  ...(['reported_day', 'filed_day', 'settled', 'due_at', 'late_ms', 'flags'] as const),
  ...(['department', 'street', 'community', 'grid', 'class_code', 'source'] as const),
  ...stageColumns,
] as const satisfies readonly (keyof FactRow)[]

/** `number` answers the number of a word. */
export function factRowOf(facts: CaseFacts, number: (text: string) => number): FactRow {
  const [accept = null, file = null, dispatch = null, handle = null, check = null, close = null] = facts.stageMs
  return {
    ...{ reported_day: facts.reportedDay, filed_day: facts.filedDay, settled: settledCodes.indexOf(facts.settled) },
    ...{ due_at: facts.dueAt, late_ms: facts.lateMs, flags: flagsOf(facts) },
    ...{ department: number(facts.department), street: number(facts.street), community: number(facts.community) },
    ...{ grid: number(facts.grid), class_code: number(facts.classCode), source: number(facts.source) },
    ...{ accept_ms: accept, file_ms: file, dispatch_ms: dispatch, handle_ms: handle, check_ms: check, close_ms: close },
  }
}

export function slotFactsOf({ settled, flags }: Pick<FactRow, 'settled' | 'flags'>): SlotFacts {
  const has = (flag: number): boolean => (flags & flag) !== 0
  return {
    settled: settledCodes[settled] ?? null,
    stage: stageOf(flags),
    ...{ isRefused: has(factFlags.refused), isSelfHandled: has(factFlags.selfHandled), isReworked: has(factFlags.reworked) },
    ...{ isReturned: has(factFlags.returned), isPublic: has(factFlags.public), isUrgent: has(factFlags.urgent) },
  }
}

export function stageOf(flags: number): number {
  return flags >> STAGE_SHIFT
}

function flagsOf(facts: CaseFacts): number {
  const flag = (holds: boolean, bit: number): number => (holds ? bit : 0)
  return (
    flag(facts.isRefused, factFlags.refused) |
    flag(facts.isSelfHandled, factFlags.selfHandled) |
    flag(facts.isReworked, factFlags.reworked) |
    flag(facts.isReturned, factFlags.returned) |
    flag(facts.isPublic, factFlags.public) |
    flag(facts.isUrgent, factFlags.urgent) |
    flag(facts.isEnded, factFlags.ended) |
    (facts.stage << STAGE_SHIFT)
  )
}
