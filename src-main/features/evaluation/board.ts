// What every topic of evaluation is made with.
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Counts, Span } from '#shared/domain/evaluation/index.ts'
import type { EvaluationApi } from '../../db/evaluation-api.ts'
import type { Signal, TopicHandler } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import type { Reference, ReferenceData } from '../reference/index.ts'
import { Fresh } from './fresh.ts'
import { filterOf, totalOf } from './selection.ts'
import type { Selection } from './selection.ts'

const watches: readonly Signal[] = ['cases', 'reference', 'clock']

export interface Moment {
  /** The instant the figures are for. */
  readonly now: number
  readonly data: ReferenceData
}

interface Standing {
  readonly asOf: number | null
  readonly pending: number
}

export interface Board {
  readonly cache: EvaluationApi
  /** A topic whose answer is worked out once for all windows and says how far it reaches. */
  readonly topic: <In, Out extends object>(
    name: string,
    work: (arg: In, moment: Moment) => Promise<Result<Out>>,
  ) => TopicHandler<In, Out & Standing>
  /** Counts of a scope over spans of one kind. */
  readonly counts: (selection: Selection, spans: readonly Span[], now: number) => Promise<Counts[]>
}

export function createBoard(hall: Hall, reference: Reference): Board {
  const { cache } = hall.db
  const fresh = new Fresh(cache, hall.time, () => {
    hall.signals.raise('clock')
  })
  hall.signals.listen((signal) => {
    if (signal === 'reference') fresh.forget()
  })
  return {
    cache,
    topic: (name, work) => ({
      watches,
      read: async (arg) => {
        // Before anything is read: what arrives meanwhile must not make it look fresher than it is.
        const freshAt = hall.link.status().freshAt
        const data = await reference.data()
        if (!data.ok) return data
        const question = `${name} ${JSON.stringify(arg)}`
        const { answer, asOf } = await fresh.answer(question, freshAt, async (now, { pending }) => {
          const worked = await work(arg, { now, data: data.value })
          return worked.ok ? ok({ ...worked.value, pending }) : worked
        })
        return answer.ok ? ok({ ...answer.value, asOf }) : answer
      },
    }),
    counts: async (selection, spans, now) => {
      // The whole adds up to the same in every dimension; departments are the cheapest.
      const by = selection.scope.id === null ? 'department' : selection.scope.subject
      const members = await cache.evaluationCounts(spans, by, filterOf(selection), now)
      return spans.map((_, at) => totalOf(members, at))
    },
  }
}
