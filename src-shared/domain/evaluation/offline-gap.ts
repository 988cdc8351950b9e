// 离线办理: which cases of a figure carry steps that were done while the platform was out of reach, that it has not confirmed yet, or
// that stand under a doubtful clock. Their limits count by the real time of the act; whoever reads the figure is told.
import type { CaseAction } from '#shared/domain/case/terms.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { z } from '#shared/kernel/zod.ts'

/** offline 离线办理 · waiting 待上传 · time-doubt 时间存疑. */
export const GapMark = z.enum(['offline', 'waiting', 'time-doubt'])
export type GapMark = z.infer<typeof GapMark>

export interface GapStep {
  readonly action: CaseAction
  readonly offline: boolean
  readonly timeDoubt: boolean
  /** Own, and not confirmed by the platform. */
  readonly pending: boolean
}

/** Marks of a case, each once. What commutes (a note, evidence, 催办) sets no clock, so it marks nothing. */
export function gapMarksOf(steps: readonly GapStep[]): GapMark[] {
  const counted = steps.filter(({ action }) => raisesVersion(action))
  const marks: readonly (readonly [GapMark, boolean])[] = [
    ['offline', counted.some(({ offline }) => offline)],
    ['waiting', counted.some(({ pending }) => pending)],
    ['time-doubt', counted.some(({ timeDoubt }) => timeDoubt)],
  ]
  return marks.flatMap(([mark, holds]) => (holds ? [mark] : []))
}

export interface GapCount {
  /** Cases with any mark. */
  readonly cases: number
  readonly offline: number
  readonly waiting: number
  readonly doubtful: number
}

export function countGap(cases: readonly (readonly GapMark[])[]): GapCount {
  const having = (mark: GapMark): number => cases.filter((marks) => marks.includes(mark)).length
  return {
    cases: cases.filter((marks) => marks.length > 0).length,
    ...{ offline: having('offline'), waiting: having('waiting'), doubtful: having('time-doubt') },
  }
}
