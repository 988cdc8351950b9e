import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaseAction } from '#shared/domain/case/terms.ts'
import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import { countGap, gapMarksOf } from './offline-gap.ts'
import type { GapStep } from './offline-gap.ts'

const step = (over: Partial<GapStep> = {}): GapStep => ({
  action: 'dispatch',
  offline: false,
  timeDoubt: false,
  pending: false,
  ...over,
})
const anyStep: fc.Arbitrary<GapStep> = fc.record({
  ...{ action: fc.constantFrom(...CaseAction.options), offline: fc.boolean(), timeDoubt: fc.boolean(), pending: fc.boolean() },
})

describe('a case with steps out of a gap', () => {
  it('carries each mark once, however many steps have it', () => {
    expect(gapMarksOf([step({ offline: true }), step({ offline: true, timeDoubt: true }), step()])).toEqual([
      'offline',
      'time-doubt',
    ])
    expect(gapMarksOf([step({ pending: true })])).toEqual(['waiting'])
    expect(gapMarksOf([step()])).toEqual([])
  })

  it('is not marked by what moves no clock', () => {
    for (const action of ['note', 'attach', 'urge', 'supervise'] as const)
      expect(gapMarksOf([step({ action, offline: true, pending: true, timeDoubt: true })])).toEqual([])
  })

  it('carries a mark if, and only if, a step of the life cycle has it', () => {
    fc.assert(
      fc.property(fc.array(anyStep), (steps) => {
        const moves = steps.filter(({ action }) => raisesVersion(action))
        expect(gapMarksOf(steps).includes('offline')).toBe(moves.some(({ offline }) => offline))
        expect(gapMarksOf(steps)).toEqual(gapMarksOf(steps.toReversed()))
      }),
    )
  })
})

describe('the foot note of a board', () => {
  it('counts cases, not marks', () => {
    expect(countGap([['offline', 'waiting'], ['offline'], [], ['time-doubt']])).toEqual({
      cases: 3,
      offline: 2,
      waiting: 1,
      doubtful: 1,
    })
    expect(countGap([])).toEqual({ cases: 0, offline: 0, waiting: 0, doubtful: 0 })
  })
})
