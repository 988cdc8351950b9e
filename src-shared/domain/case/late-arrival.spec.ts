// An act done without the platform counts from when it was done, not from when the platform heard of it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { viewCatalogue } from '#shared/domain/catalogue/catalogue.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { CaseStory, DAY, HOUR, MINUTE, MONDAY_NINE, smallCatalogue, storyHall, usualBody } from '#tests/builders/case-story.ts'
import type { Act, ActArgs } from './acts.ts'
import type { CaseClock, CaseRow } from './case-row.ts'
import { foldAct } from './fold.ts'
import type { FoldContext } from './fold.ts'
import type { CaseAction } from './terms.ts'

/** Four working hours to handle; work is from 8 to 12 and from 14 to 18, Monday to Friday. */
const hall: FoldContext = {
  ...storyHall(),
  catalogue: viewCatalogue({
    ...smallCatalogue,
    classes: smallCatalogue.classes.map((one) => ({
      ...one,
      conditions: one.conditions.map((condition) => ({
        ...condition,
        limits: { ...condition.limits, A: { kind: 'working-hours' as const, value: 4 } },
      })),
    })),
  }),
}
const MIDNIGHT = MONDAY_NINE - 9 * HOUR
const at = (hour: number, minute = 0, day = 0): number => MIDNIGHT + day * DAY + hour * HOUR + minute * MINUTE

const filed = CaseStory.after('accept', 'file')

function done<A extends CaseAction>(
  row: CaseRow,
  action: A,
  when: number,
  args: Partial<ActArgs[A]> = {},
  over: Partial<Act> = {},
) {
  const post = action === 'answer' ? 'department' : 'dispatcher'
  const act = { ...filed.act(usualBody(action, args), { post, offline: true, ...over }), at: when }
  return unwrap(foldAct(row, act, hall))
}
const handling = (row: CaseRow): CaseClock | undefined => row.clocks.findLast(({ kind }) => kind === 'handle')

describe('a dispatch done offline at ten and accepted at noon', () => {
  it('gives the department its hours from ten on', () => {
    const { row } = done(filed.case, 'dispatch', at(10))

    expect(handling(row)?.startedAt).toBe(at(10))
    expect(row.handleDueAt).toBe(at(16))
    expect(row.dispatchedAt).toBe(at(10))
  })

  it('over the end of a working day goes on the next morning, whenever it arrives', () => {
    expect(done(filed.case, 'dispatch', at(17)).row.handleDueAt).toBe(at(11, 0, 1))
    expect(done(filed.case, 'dispatch', at(23, 59)).row.handleDueAt).toBe(at(12, 0, 1))
    expect(done(filed.case, 'dispatch', at(0, 1, 1)).row.handleDueAt).toBe(at(12, 0, 1))
    // Friday evening: the next working hour is on Monday.
    expect(done(filed.case, 'dispatch', at(17, 0, 4)).row.handleDueAt).toBe(at(11, 0, 7))
  })

  it('ended by an answer in time is in time, however late that answer arrives', () => {
    const { row } = done(filed.case, 'dispatch', at(10))

    expect(handling(done(row, 'answer', at(16)).row)?.late).toBe(false)
    expect(handling(done(row, 'answer', at(16, 1)).row)?.late).toBe(true)
  })

  it('stands still for what was paused offline, from the pause’s own begin to its own end', () => {
    const dispatched = done(filed.case, 'dispatch', at(10)).row
    const paused = done(dispatched, 'put-on-account', at(11), { until: at(9, 0, 20) }).row

    const { row } = done(paused, 'resume', at(15))

    expect(handling(row)?.pauses).toEqual([{ from: at(11), to: at(15), why: 'on-account' }])
    expect(row.handleDueAt).toBe(at(18))
  })

  it('ends the desk’s own clock at ten too', () => {
    const row = done(filed.case, 'dispatch', MONDAY_NINE + 14 * MINUTE).row

    expect(row.clocks.find(({ kind }) => kind === 'dispatch')).toMatchObject({ endedAt: MONDAY_NINE + 14 * MINUTE, late: false })
  })

  it('keeps the mark of a doubtful clock, and never turns a clock back', () => {
    const { row, flow } = done(filed.case, 'dispatch', MONDAY_NINE - 3 * HOUR, {}, { timeDoubt: true })

    expect(flow).toMatchObject({ timeDoubt: true, offline: true, at: MONDAY_NINE - 3 * HOUR })
    expect(handling(row)?.startedAt).toBe(MONDAY_NINE)
  })
})

describe('a day’s work done offline', () => {
  it('comes out the same whether the platform hears each step at once or all of them later', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 6 * 60 }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(steps, ([first = 1, second = 1, third = 1]) => {
        const times = [first, first + second, first + second + third].map((minutes) => MONDAY_NINE + minutes * MINUTE)
        const [dispatchedAt = 0, movedAt = 0, answeredAt = 0] = times
        const dispatched = done(filed.case, 'dispatch', dispatchedAt).row
        const moved = done(dispatched, 're-dispatch', movedAt).row
        const { row } = done(moved, 'answer', answeredAt)

        const runs = row.clocks.filter(({ kind }) => kind === 'handle')
        expect(runs.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual([
          [dispatchedAt, movedAt],
          [movedAt, answeredAt],
        ])
        expect(runs.map(({ late, dueAt, endedAt }) => late === (endedAt ?? 0) > (dueAt ?? 0))).toEqual([true, true])
      }),
    )
  })
})
