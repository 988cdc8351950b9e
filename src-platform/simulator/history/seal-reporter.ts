import type { CaseId } from '#shared/kernel/ids.ts'
import { phoneHasher, seal } from '../../auth/seal.ts'
import type { HallKey } from '../../store/hall.ts'
import type { ProblemReport } from '../report/problem-report.ts'
import type { SealedReporter } from './live-through.ts'
import { nobody } from './past-day.ts'

/** Seals a made-up caller as a seat seals a real one (ADR 008), so that seats can read them and find their other cases. */
export function reporterSealer(key: HallKey): (citizen: ProblemReport['citizen'], id: CaseId) => SealedReporter {
  const phoneKey = phoneHasher(key)
  return (citizen, id) => {
    if (citizen === null) return nobody
    const place = (field: string) => ({ kind: 'case', id, field })
    return {
      reporterName: seal(key, place('reporterName'), citizen.name),
      reporterPhone: seal(key, place('reporterPhone'), citizen.phone),
      phoneKey: phoneKey(citizen.phone),
    }
  }
}
