import type { Funnel, Pareto } from '#shared/contracts/evaluation.contract.ts'
import type { ClockKind } from '#shared/domain/case/terms.ts'
import type { CatalogueView } from '#shared/domain/catalogue/catalogue.ts'
import { stages } from '#shared/domain/evaluation/index.ts'
import type { CountName } from '#shared/domain/evaluation/index.ts'
import type { EvaluationApi, MemberCounts } from '../../db/evaluation-api.ts'

const MINUTE_MS = 60_000

/** Largest first, with what does not fit as one rest. */
export function paretoOf(
  members: readonly MemberCounts[],
  count: CountName,
  limit: number,
  nameOf: (key: string) => string,
): Omit<Pareto, 'asOf' | 'pending'> {
  const sorted = members
    .map(({ member, counts }) => ({ key: member, n: counts[count] }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n || (a.key < b.key ? -1 : 1))
  const total = sorted.reduce((sum, { n }) => sum + n, 0)
  let before = 0
  const rows = sorted.slice(0, limit).map(({ key, n }) => {
    before += n
    return { key, name: nameOf(key), n, cumulative: before / total }
  })
  return { total, rows, rest: { kinds: sorted.length - rows.length, n: total - before } }
}

/** The clock whose limit stands beside a stage; handling has a limit by class. */
const clockOf: Readonly<Record<(typeof stages)[number], ClockKind | null>> = {
  reported: null,
  accepted: 'accept',
  filed: 'file',
  dispatched: 'dispatch',
  handled: 'handle',
  checked: 'check',
  closed: 'close',
}

type Stages = Awaited<ReturnType<EvaluationApi['evaluationStages']>>

export function funnelOf({ reached, medianMs }: Stages, catalogue: CatalogueView): Funnel['stages'] {
  return stages.map((stage, i) => {
    const clock = clockOf[stage]
    const byClass = clock === 'handle'
    const limit = clock === null || byClass ? null : (catalogue.deskLimit(clock) ?? null)
    const ms = medianMs[i] ?? null
    const n = reached[i] ?? 0
    return {
      ...{ stage, n, lost: (reached[i - 1] ?? n) - n, limit, byClass },
      medianMinutes: ms === null ? null : ms / MINUTE_MS,
      slow: ms !== null && limit?.kind === 'desk-minutes' && ms > limit.value * MINUTE_MS,
    }
  })
}
