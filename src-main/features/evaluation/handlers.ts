import type { Contracts } from '#shared/contracts/index.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'

const notYet = () => Promise.resolve(refuse('not-found', 'evaluation'))
const topic = { watches: ['cases', 'reference', 'clock'], read: notYet } as const

export function evaluationHandlers(): HandlersOf<Contracts['evaluation']> {
  return {
    ...{ ranking: topic, posts: topic, trend: topic, days: topic, pareto: topic, funnel: topic, repeats: topic, lateness: topic },
    ...{ figure: topic, behind: notYet, today: topic, choropleth: topic },
  }
}
