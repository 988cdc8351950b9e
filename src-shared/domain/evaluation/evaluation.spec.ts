import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseClock, CaseRow } from '#shared/domain/case/case-row.ts'
import { DAY, HOUR, CaseStory, MONDAY_NINE } from '#tests/builders/case-story.ts'
import {
  addCounts,
  countNames,
  countsFrom,
  factsOf,
  filedSlots,
  levelOf,
  outcomeAt,
  ranksOf,
  ratesOf,
  reportedSlots,
} from './index.ts'
import { latenessBuckets, schemeFor, schemes, scoreOf, slotIndex, slots, usualDenominators } from './index.ts'
import type { CaseFacts, Counts } from './index.ts'

/** The plain way: every case once, nothing stored. */
function countAll(rows: readonly CaseRow[], now: number): Counts {
  const sums = slots.map(() => 0)
  let overdue = 0
  for (const row of rows) {
    const facts = factsOf(row)
    for (const slot of [...reportedSlots(facts), ...filedSlots(facts)]) sums[slotIndex[slot]]! += 1
    if (outcomeAt(facts, now) === 'overdue') overdue += 1
  }
  return countsFrom(sums, overdue)
}

it('a case that was given back counts among the dispatched, so 退回率 never passes 100 %', () => {
  const waiting = CaseStory.after('accept', 'file', 'dispatch', 'return').case
  const again = CaseStory.after('accept', 'file', 'dispatch', 'return', 'dispatch').case
  const first = CaseStory.after('accept', 'file', 'dispatch').case

  const counts = countAll([waiting, again, first], MONDAY_NINE)

  expect([counts.returned, counts.dispatched]).toEqual([2, 3])
  expect(ratesOf(countAll([waiting], MONDAY_NINE)).returnRate).toBe(1)
})

const DECEMBER = Date.UTC(2016, 11, 1, 1)

interface Told {
  readonly source: CaseRow['source']
  readonly kind: 'E' | 'C'
  readonly end: 'on-time' | 'late' | 'overdue' | 'not-due' | 'refused'
}

/** A case of Tianmen's December, with the clocks a hall would have left on it. */
function tianmenCase({ source, kind, end }: Told): CaseRow {
  const base = CaseStory.after('accept').case
  const row = { ...base, source, classCode: kind === 'E' ? 'E0110' : 'C0101', reportedAt: DECEMBER }
  if (end === 'refused') return { ...row, state: 'refused' }
  const dueAt = DECEMBER + (end === 'not-due' ? 60 * DAY : DAY)
  const ended = end === 'on-time' || end === 'late'
  const endedAt = ended ? dueAt + (end === 'late' ? HOUR : -HOUR) : null
  const clock: CaseClock = {
    ...{ kind: 'handle', limit: { kind: 'natural-days', value: 1 }, startedAt: DECEMBER, pauses: [], extensions: 0 },
    ...{ dueAt, endedAt, late: end === 'late' },
  }
  return {
    ...row,
    ...{
      state: ended ? 'closed' : 'handling',
      filedAt: DECEMBER,
      dispatchedAt: DECEMBER,
      department: 'water' as CaseRow['department'],
    },
    ...{ clocks: [clock], dueAt, handleDueAt: dueAt, answeredAt: endedAt, closedAt: endedAt },
  }
}

const times = (n: number, told: Told): CaseRow[] => Array.from({ length: n }, () => tianmenCase(told))

/** 天门 2016-12: 1,054 accepted, 996 filed (971 + 25; 953 + 43), 972 to close (956 + 16), 911 closed (902 + 9), 737 on time. */
function tianmen(): { events: CaseRow[]; components: CaseRow[]; refused: CaseRow[] } {
  const inspector = 'inspector' as const
  return {
    events: [
      ...times(700, { source: inspector, kind: 'E', end: 'on-time' }),
      ...times(33, { source: 'citizen-app', kind: 'E', end: 'on-time' }),
      ...times(159, { source: inspector, kind: 'E', end: 'late' }),
      ...times(10, { source: 'citizen-app', kind: 'E', end: 'late' }),
      ...times(54, { source: inspector, kind: 'E', end: 'overdue' }),
      ...times(15, { source: inspector, kind: 'E', end: 'not-due' }),
    ],
    components: [
      ...times(4, { source: inspector, kind: 'C', end: 'on-time' }),
      ...times(5, { source: inspector, kind: 'C', end: 'late' }),
      ...times(7, { source: inspector, kind: 'C', end: 'overdue' }),
      ...times(9, { source: inspector, kind: 'C', end: 'not-due' }),
    ],
    refused: times(58, { source: inspector, kind: 'E', end: 'refused' }),
  }
}

describe('the month of Tianmen, December 2016 (domain-facts 1.4)', () => {
  const { events, components, refused } = tianmen()
  const monthEnd = Date.UTC(2016, 11, 31, 16)
  const all = countAll([...events, ...components, ...refused], monthEnd)
  const percent = (share: number | null): string => `${((share ?? Number.NaN) * 100).toFixed(2)} %`

  it('comes out of its cases as published', () => {
    expect(all).toMatchObject({ accepted: 1054, filed: 996, publicReports: 43, shouldClose: 972, closed: 911, onTime: 737 })
    expect(countAll(events, monthEnd)).toMatchObject({ filed: 971, shouldClose: 956, closed: 902 })
    expect(countAll(components, monthEnd)).toMatchObject({ filed: 25, shouldClose: 16, closed: 9 })
  })

  it('gives the published rates', () => {
    expect(percent(ratesOf(all).closeRate)).toBe('93.72 %')
    expect(percent(ratesOf(countAll(events, monthEnd)).closeRate)).toBe('94.35 %')
    expect(percent(ratesOf(countAll(components, monthEnd)).closeRate)).toBe('56.25 %')
    expect(percent(ratesOf(all).onTimeRate)).toBe('75.82 %')
  })
})

/** Any case a hall may hold, lived through the real fold. */
const anyCase = fc
  .record({
    steps: fc.integer({ min: 0, max: 6 }),
    waits: fc.array(fc.integer({ min: 0, max: 6 * HOUR }), { minLength: 7, maxLength: 7 }),
    end: fc.constantFrom('', 'void', 'put-on-account', 'rework', 'return', 'appeal'),
    department: fc.constantFrom('water', 'roads'),
  })
  .map(({ steps, waits, end, department }) => {
    const story = new CaseStory()
    const way = ['report', 'accept', 'file', 'dispatch', 'answer', 'send-check', 'answer-check', 'close'] as const
    way.slice(0, steps + 2).forEach((step, i) => {
      if (step === 'dispatch') story.do('dispatch', { department: department as never })
      else if (step === 'answer-check') story.do(step, { fixed: end !== 'rework' })
      else if (step !== 'close' || end !== 'rework') story.do(step)
      story.wait(waits[i] ?? 0)
    })
    if (end === 'appeal') for (const step of ['appeal', 'grant-appeal'] as const) if (story.attempt(step).ok) story.do(step)
    if (end !== '' && end !== 'appeal' && story.attempt(end).ok) story.do(end)
    return story.case
  })
const anyNow = fc.integer({ min: MONDAY_NINE, max: MONDAY_NINE + 10 * DAY })

describe('any set of cases', () => {
  it('keeps 应结案 = 按期结案 + 超期结案 + 超期未结案, and every filed case stands in one place', () => {
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 20 }), anyNow, (rows, now) => {
        const counts = countAll(rows, now)

        expect(counts.shouldClose).toBe(counts.onTime + counts.late + counts.overdue)
        const outside = counts.notDue + counts.onAccount + counts.exempt + counts.noLimit + counts.voided
        expect(counts.shouldClose + outside).toBe(counts.filed)
        expect(counts.filed).toBe(rows.filter(({ filedAt }) => filedAt !== null).length)
        expect(Math.min(...Object.values(counts))).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('adds up whichever way it is divided', () => {
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 20 }), anyNow, fc.func(fc.integer({ min: 0, max: 3 })), (rows, now, partOf) => {
        const parts = [0, 1, 2, 3].map((part) =>
          countAll(
            rows.filter((_, i) => partOf(i) === part),
            now,
          ),
        )

        expect(addCounts(parts)).toEqual(countAll(rows, now))
      }),
    )
  })

  it('only ever loses cases from "not due" to "overdue" as time passes', () => {
    fc.assert(
      fc.property(fc.array(anyCase, { maxLength: 20 }), anyNow, anyNow, (rows, one, other) => {
        const [before, after] = [countAll(rows, Math.min(one, other)), countAll(rows, Math.max(one, other))]

        const still = countNames.filter((name) => !['overdue', 'notDue', 'shouldClose'].includes(name))
        expect(still.map((name) => after[name])).toEqual(still.map((name) => before[name]))
        expect(after.overdue).toBeGreaterThanOrEqual(before.overdue)
        expect(after.overdue + after.notDue).toBe(before.overdue + before.notDue)
      }),
    )
  })
})

describe('one case', () => {
  const handled = (): CaseStory => CaseStory.after('accept', 'file', 'dispatch')
  const outcome = (story: CaseStory): ReturnType<typeof outcomeAt> => outcomeAt(factsOf(story.case), story.now)

  it('turns overdue by itself, one millisecond after its limit', () => {
    const story = handled()

    expect(outcome(story.wait(2 * HOUR))).toBe('not-due')
    expect(outcome(story.wait(1))).toBe('overdue')
  })

  it('answered in time is in time, however long the hall takes to check it', () => {
    const story = handled()
      .wait(HOUR)
      .do('answer')
      .wait(3 * DAY)

    expect(outcome(story)).toBe('not-due')
    expect(outcome(story.do('send-check').do('answer-check').do('close'))).toBe('closed-on-time')
  })

  it('late once stays late, although rework gave it a new limit', () => {
    const story = handled()
      .wait(3 * HOUR)
      .do('answer')
      .do('send-check')
      .do('answer-check', { fixed: false })
      .do('rework')

    expect(outcome(story)).toBe('overdue')
    expect(factsOf(story.do('answer').do('send-check').do('answer-check').do('close').case)).toMatchObject({
      settled: 'closed-late',
      lateMs: HOUR,
      isReworked: true,
    } satisfies Partial<CaseFacts>)
  })

  it('is not blamed on the department that has it now for what another one missed', () => {
    const story = handled()
      .wait(3 * HOUR)
      .do('re-dispatch')

    expect(factsOf(story.case)).toMatchObject({ department: 'roads', lateMs: null })
    expect(outcome(story)).toBe('not-due')
  })

  it('is not the rework of the department that has it now when another one had to do it again', () => {
    const again = (story: CaseStory): CaseStory =>
      story.wait(HOUR).do('answer').do('send-check').do('answer-check', { fixed: false }).do('rework').wait(HOUR)
    const story = again(handled())
    expect(factsOf(story.case).isReworked).toBe(true)

    story.do('re-dispatch')

    expect(story.case.reworks).toBe(1)
    expect(factsOf(story.case)).toMatchObject({ department: 'roads', isReworked: false })
    expect(factsOf(again(story).case).isReworked).toBe(true)
  })

  it('was reworked when its source says so and no clock is known', () => {
    const row = { ...handled().case, clocks: [], reworks: 1 }

    expect(factsOf(row).isReworked).toBe(true)
  })

  it('on account and excused stand outside the denominator', () => {
    expect(outcome(handled().do('put-on-account').wait(DAY))).toBe('on-account')
    const late = handled()
      .wait(3 * HOUR)
      .do('answer')
      .do('send-check')
      .do('answer-check')
      .do('close')
      .do('appeal')
    expect(outcome(late)).toBe('closed-late')
    expect(outcome(late.do('grant-appeal'))).toBe('exempt')
    expect(factsOf(late.case).lateMs).toBe(HOUR)
  })

  it('put right by the inspector on the spot was never filed', () => {
    const row = { ...CaseStory.after().case, state: 'closed' as const, source: 'self-handled' as const, closedAt: MONDAY_NINE }

    expect(countAll([row], MONDAY_NINE)).toMatchObject({ reported: 1, accepted: 1, selfHandled: 1, filed: 0, shouldClose: 0 })
  })
})

describe('scores', () => {
  const none = countAll([], 0)
  const department = schemeFor('department', null)!

  it('are those of the mock-up: 65 of 91 in time, 84 closed, 6 reworked', () => {
    const counts = { ...none, onTime: 65, late: 19, closed: 84, shouldClose: 91, reworked: 7, reworkedClosed: 6 }
    const score = scoreOf(counts, department)

    expect(score.parts.map(({ points }) => points?.toFixed(2))).toEqual(['42.86', '27.69', '9.29'])
    expect(score.score?.toFixed(2)).toBe('79.84')
    expect(score.level).toBe('B')
  })

  it('are none where there is nothing to divide by', () => {
    expect(scoreOf(none, department)).toMatchObject({ score: null, level: null })
    expect(Object.values(ratesOf(none)).filter((rate) => rate !== null)).toEqual([])
    expect(scoreOf({ ...none, filed: 3 }, schemeFor('region', null)!, 0).score).toBeNull()
  })

  it('spare nobody who closes nothing', () => {
    expect(scoreOf({ ...none, overdue: 3, shouldClose: 3 }, department)).toMatchObject({ score: 10, level: 'E' })
  })

  it('cost all the points of a fault that was made before anything was closed', () => {
    const score = scoreOf({ ...none, overdue: 3, shouldClose: 3, reworked: 3 }, department)

    expect([score.score, score.parts.map(({ points }) => points)]).toEqual([0, [0, 0, 0]])
  })

  it('count rework among the closed cases that it is divided by', () => {
    const answered = (): CaseStory => CaseStory.after('accept', 'file', 'dispatch').wait(HOUR).do('answer').do('send-check')
    const again = (): CaseStory => answered().do('answer-check', { fixed: false }).do('rework')
    const closed = again().wait(HOUR).do('answer').do('send-check').do('answer-check').do('close')
    const counts = countAll([...Array.from({ length: 4 }, () => again().case), closed.case], closed.now)

    expect(counts).toMatchObject({ reworked: 5, reworkedClosed: 1, closed: 1 })
    expect(ratesOf(counts).reworkRate).toBe(1)
    expect(ratesOf(counts, { ...usualDenominators, reworkRate: 'filed' }).reworkRate).toBe(1)
    const atOnce = answered().do('answer-check').do('close')
    expect(ratesOf(countAll([again().case, atOnce.case], atOnce.now)).reworkRate).toBe(0)
  })

  it('have weights of 100 in every scheme', () => {
    for (const { id, parts } of schemes) expect([id, parts.reduce((sum, { weight }) => sum + weight, 0)]).toEqual([id, 100])
  })

  it('give levels and shared ranks', () => {
    expect([90, 89.96, 89.94, 75, 60, 40, 39.9].map(levelOf)).toEqual(['A', 'A', 'B', 'B', 'C', 'D', 'E'])
    expect(ranksOf([80, 92, null, 80])).toEqual([2, 1, 4, 2])
  })
})

describe('lateness', () => {
  it('falls up to each limit, the rest beyond the last', () => {
    expect(latenessBuckets([HOUR, HOUR + 1, 8 * HOUR, 23 * HOUR, 3 * DAY, 3 * DAY + 1]).map(({ n }) => n)).toEqual([
      1, 2, 1, 1, 1,
    ])
  })
})
