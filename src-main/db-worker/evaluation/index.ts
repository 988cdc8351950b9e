// Everything evaluation asks of the cache; each question sees one snapshot of it.
import type { ReadDb } from '../driver.ts'
import type { EvaluationApi } from '../evaluation-api.ts'
import type { SyncApi } from '../sync-api.ts'
import { casesOf, casesThrough, isByLateness, latenessOf, pageOf } from './behind.ts'
import { createFactStore } from './fact-store.ts'
import { hotSpotsOf } from './hot-spots.ts'
import { keptCounts, keptDimension } from './kept-counts.ts'
import { gapIn } from './offline-gap.ts'
import { postWork } from './post-work.ts'
import { closedOn, createGridCounts, gridsOf, hoursOf, standing } from './present.ts'
import { repeatsOf, stagesOf } from './reported-in.ts'
import { scanCounts } from './scan-counts.ts'

export function createEvaluation(db: ReadDb): SyncApi<EvaluationApi> {
  const store = createFactStore(db)
  const gridCounts = createGridCounts(db)
  const seen = <T>(read: () => T): T => db.snapshot(read)
  return {
    evaluationCounts: (spans, by, filter, now) =>
      seen(() => {
        const kept = keptDimension(by, filter)
        return kept === undefined ? scanCounts(store(), spans, by, filter, now) : keptCounts(db, spans, kept, filter[kept], now)
      }),
    evaluationStages: (span, filter) => seen(() => stagesOf(db, span, filter)),
    evaluationRepeats: (span, filter, limit) => seen(() => repeatsOf(db, span, filter, limit)),
    evaluationHotSpots: (spans, before, filter, limit) => seen(() => hotSpotsOf(db, store(), spans, before, filter, limit)),
    evaluationLateness: (span, filter, now) =>
      seen(() => [...latenessOf(db, casesOf(store(), 'shouldClose', span, filter, now), now).values()]),
    evaluationBehind: (count, span, filter, page, now) =>
      seen(() => {
        const cases = casesOf(store(), count, span, filter, now)
        return { rows: pageOf(db, cases, { ...page, byLateness: isByLateness(count) }, now), total: cases.length }
      }),
    evaluationBehindStage: (stage, span, filter, page, now) =>
      seen(() => {
        const cases = casesThrough(store(), stage, span, filter, now)
        return { rows: pageOf(db, cases, { ...page, byLateness: false }, now), total: cases.length }
      }),
    evaluationGap: (span, filter) => seen(() => gapIn(db, span, filter)),
    evaluationPosts: (post, span) => seen(() => postWork(db, post, span)),
    evaluationHours: (now) => seen(() => hoursOf(db, now)),
    evaluationClosedOn: (day) => closedOn(db, day),
    evaluationGrids: (measure, fromDay, now) => seen(() => gridsOf(db, measure, fromDay, now)),
    evaluationGridCounts: (by) => seen(() => gridCounts(by)),
    evaluationStanding: () => seen(() => standing(db)),
  }
}
