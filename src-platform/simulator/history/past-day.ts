import { buildCaseNo } from '#shared/domain/codes/case-number.ts'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import { DAY_MS, startOfDay } from '#shared/domain/limits/local-day.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { reportsOfDay } from '../report/problem-report.ts'
import type { ProblemReport } from '../report/problem-report.ts'
import type { Scene } from '../scene/scene.ts'
import { liveThrough } from './live-through.ts'
import type { PastCase, SealedReporter } from './live-through.ts'

export interface PastDay {
  readonly seed: number
  readonly dayNumber: number
  /** Nothing happens after this. */
  readonly now: number
  /** The day's first free serial of the case numbers. */
  readonly firstSerial: number
  readonly seal: (citizen: ProblemReport['citizen'], id: CaseId) => SealedReporter
}

/** What a seal gives where nobody is named; also for tests, which have no key. */
export const nobody: SealedReporter = { reporterName: null, reporterPhone: null, phoneKey: null }

/** Older cases have no photographs: a week of them fills every gallery somebody opens. */
const SHOWN_MS = 8 * DAY_MS

/** The cases of a local day as they stand at `now`, in the order of their numbers. */
export function casesOfDay(scene: Scene, { seed, dayNumber, now, firstSerial, seal }: PastDay): PastCase[] {
  const day = dayOf(startOfDay(dayNumber, scene.offsetMinutes), scene.offsetMinutes)
  const shown = now - startOfDay(dayNumber, scene.offsetMinutes) < SHOWN_MS ? scene : { ...scene, album: [] }
  return reportsOfDay(shown, seed, dayNumber)
    .filter(({ at }) => at <= now)
    .map((report, i) => {
      const no = unwrap(buildCaseNo({ district: scene.district, day, serial: firstSerial + i }))
      return liveThrough(shown, report, { no, now, reporter: (id) => seal(report.citizen, id) })
    })
}
