import { describe, expect, it } from 'vitest'
import { evaluationDay, spanOf } from '#shared/domain/evaluation/index.ts'
import type { Span } from '#shared/domain/evaluation/index.ts'
import { TestPlatform } from '#tests/builders/a-platform.ts'
import { TestSeat } from '#tests/builders/a-seat.ts'
import { CaseStory, DAY, HOUR, MONDAY_NINE } from '#tests/builders/case-story.ts'
import { caseId } from '#tests/builders/ids.ts'
import { everything, keepFigures } from '#tests/builders/kept-figures.ts'

const NOW = MONDAY_NINE + 2 * DAY

describe('figures kept while cases change', () => {
  // Ten times as often in kept-figures.system.spec.ts.
  it('are what counting every stored row anew gives, own acts included, after any sequence of writes', () => {
    keepFigures(2)
  })
})

/** A seat with one filed case for each row given. */
function seatWith(rows: readonly CaseStory['case'][]): TestSeat {
  const [seat, platform] = [new TestSeat(), new TestPlatform()]
  for (const [k, row] of rows.entries())
    platform.put('case', caseId(k), { ...row, id: caseId(k), no: `B${String(1000 + k)}` }, row.ver)
  seat.read(platform)
  return seat
}

const today: Span = spanOf('day', evaluationDay(MONDAY_NINE))

describe('a question about cases', () => {
  it('tells overdue from not due as time passes, without a write', () => {
    const seat = seatWith([CaseStory.after('accept', 'file', 'dispatch').case])
    const at = (now: number) => seat.reader.evaluationCounts([today], 'department', everything, now)[0]?.counts

    expect(at(MONDAY_NINE + 2 * HOUR)).toMatchObject({ notDue: 1, overdue: 0, shouldClose: 0 })
    expect(at(MONDAY_NINE + 2 * HOUR + 1)).toMatchObject({ notDue: 0, overdue: 1, shouldClose: 1 })
  })

  it('answers with the cases behind a count, the latest first', () => {
    const late = (hours: number) =>
      CaseStory.after('accept', 'file', 'dispatch')
        .wait(hours * HOUR)
        .do('answer')
        .do('send-check')
        .do('answer-check')
        .do('close').case
    const seat = seatWith([late(1), late(3), late(9)])

    const behind = seat.reader.evaluationBehind('late', today, everything, { offset: 0, limit: 10 }, NOW)
    expect(behind.total).toBe(2)
    expect(behind.rows.map(({ no, lateMs, outcome }) => [no, (lateMs ?? 0) / HOUR, outcome])).toEqual([
      ['B1002', 7, 'closed-late'],
      ['B1001', 1, 'closed-late'],
    ])
    expect(seat.reader.evaluationLateness(today, everything, NOW).toSorted((a, b) => a - b)).toEqual([HOUR, 7 * HOUR])
    expect(seat.reader.evaluationBehind('shouldClose', today, everything, { offset: 1, limit: 1 }, NOW)).toMatchObject({
      total: 3,
      rows: [{ no: 'B1001' }],
    })
  })

  it('follows stages and their median times', () => {
    const answered = CaseStory.after()
      .wait(4 * 60_000)
      .do('accept')
      .do('file')
      .do('dispatch')
      .wait(HOUR)
      .do('answer')
    const seat = seatWith([answered.case, CaseStory.after().case])

    expect(seat.reader.evaluationStages(today, everything)).toEqual({
      reached: [2, 1, 1, 1, 1, 0, 0],
      medianMs: [null, 240_000, 0, 0, HOUR, null, null],
    })
    expect(seat.reader.evaluationStages(today, { ...everything, department: 'roads' }).reached[0]).toBe(0)
  })

  it('finds places where the same minor comes back three times within 50 m and 30 days', () => {
    const at = (days: number, lng: number) => ({
      ...CaseStory.after('accept').case,
      reportedAt: MONDAY_NINE + days * DAY,
      place: { ...CaseStory.after().case.place, lng },
    })
    const month: Span = { kind: 'month', from: today.from, to: today.from + 60 }
    const seat = seatWith([at(0, 116.95), at(4, 116.9503), at(9, 116.9502), at(11, 116.96), at(12, 116.96), at(50, 116.95)])

    const repeats = seat.reader.evaluationRepeats(month, everything, 10)
    expect(repeats).toMatchObject([{ first: caseId(0), cases: [caseId(2), caseId(1), caseId(0)], medianDays: 4.5 }])
  })

  it('counts hours, grids and closings of the present', () => {
    const row = CaseStory.after('accept', 'file', 'dispatch').case
    const placed = { ...row, place: { ...row.place, grid: '341523001001001' } }
    const seat = seatWith([placed, { ...placed, reportedAt: MONDAY_NINE - 3 * HOUR }, { ...row, reportedAt: MONDAY_NINE - DAY }])
    const now = MONDAY_NINE + 60_000

    const hours = seat.reader.evaluationHours(now)
    expect([hours.length, hours.at(-1), hours.at(-4)?.n]).toEqual([24, { from: MONDAY_NINE, n: 1, usual: 1 / 30 }, 1])
    expect(seat.reader.evaluationGrids('open', 0, now)).toEqual([{ grid: '341523001001001', n: 2 }])
    expect(seat.reader.evaluationGrids('overdue', 0, NOW)).toEqual([{ grid: '341523001001001', n: 2 }])
    expect(seat.reader.evaluationGrids('reported', today.from + 1, now)).toEqual([])
    expect(seat.reader.evaluationClosedOn(today.from)).toBe(0)
    expect(seat.reader.evaluationStanding()).toMatchObject({ pending: 0, lastFiledDay: today.from })
  })
})
