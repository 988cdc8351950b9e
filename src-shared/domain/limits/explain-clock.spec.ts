import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Pause } from '#shared/domain/case/case-row.ts'
import type { LimitKind } from '#shared/domain/case/terms.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { calendarFromChineseDays } from './calendar-from-chinese-days.ts'
import { explainClock } from './explain-clock.ts'
import type { ClockInput } from './limit-clock.ts'
import { HOUR_MS, MINUTE_MS } from './local-day.ts'
import { createWorkCalendar } from './work-calendar.ts'

const china = createWorkCalendar(calendarFromChineseDays())
const at = (local: string): number => Date.parse(`${local}+08:00`)
const local = (instant: number): string => new Date(instant + 8 * HOUR_MS).toISOString().slice(5, 16)
const clockFrom = (start: string, kind: LimitKind, value: number, pauses: Pause[] = []): ClockInput => ({
  limit: { kind, value },
  startedAt: at(start),
  pauses,
  extensions: 0,
  endedAt: null,
})

describe('the opened arithmetic of a clock', () => {
  it('shows each counted and skipped stretch around 国庆, make-up Sunday included', () => {
    const clock = clockFrom('2025-09-26T17:00', 'working-days', 4)

    const told = unwrap(explainClock(clock, china, at('2025-09-28T10:00')))

    expect(told.counted.map((i) => [local(i.from), local(i.to), i.name])).toEqual([
      ['09-26T17:00', '09-26T18:00', undefined],
      ['09-28T08:00', '09-28T12:00', '国庆节调休补班'],
      ['09-28T14:00', '09-28T18:00', '国庆节调休补班'],
      ['09-29T08:00', '09-29T12:00', undefined],
      ['09-29T14:00', '09-29T18:00', undefined],
      ['09-30T08:00', '09-30T12:00', undefined],
      ['09-30T14:00', '09-30T18:00', undefined],
      ['10-09T08:00', '10-09T12:00', undefined],
      ['10-09T14:00', '10-09T17:00', undefined],
    ])
    expect(told.skipped.slice(-7).map((i) => [local(i.from), local(i.to), i.why, i.name])).toEqual([
      ['09-30T12:00', '09-30T14:00', 'lunch', undefined],
      ['09-30T18:00', '10-01T00:00', 'night', undefined],
      ['10-01T00:00', '10-06T00:00', 'holiday', '国庆节'],
      ['10-06T00:00', '10-07T00:00', 'holiday', '中秋'],
      ['10-07T00:00', '10-09T00:00', 'holiday', '国庆节'],
      ['10-09T00:00', '10-09T08:00', 'night', undefined],
      ['10-09T12:00', '10-09T14:00', 'lunch', undefined],
    ])
    expect(told).toMatchObject({ usedMs: 3 * HOUR_MS, limitMs: 32 * HOUR_MS, dueAt: at('2025-10-09T17:00'), holidaysKnown: true })
  })

  it('shows a pause as one stretch, nights within it included, and joins evening and morning to one night', () => {
    const clock = clockFrom('2025-09-22T11:00', 'working-hours', 10, [
      { from: at('2025-09-22T16:00'), to: at('2025-09-24T09:00'), why: 'on-account' },
    ])

    const told = unwrap(explainClock(clock, china, at('2025-09-30T00:00')))

    expect(told.skipped.map((i) => [local(i.from), local(i.to), i.why])).toEqual([
      ['09-22T12:00', '09-22T14:00', 'lunch'],
      ['09-22T16:00', '09-24T09:00', 'pause'],
      ['09-24T12:00', '09-24T14:00', 'lunch'],
    ])
  })

  it('reaches to now while a pause is open', () => {
    const clock = clockFrom('2025-09-22T11:00', 'urgent-hours', 10, [
      { from: at('2025-09-22T16:00'), to: null, why: 'verify-out' },
    ])

    const told = unwrap(explainClock(clock, china, at('2025-09-22T20:00')))

    expect(told).toMatchObject({
      dueAt: null,
      usedMs: 5 * HOUR_MS,
      counted: [{ to: at('2025-09-22T16:00') }],
      skipped: [{ to: at('2025-09-22T20:00') }],
    })
  })

  it('says when the holidays of a year it runs into are not yet published', () => {
    expect(
      unwrap(explainClock(clockFrom('2026-12-31T17:00', 'working-days', 2), china, at('2026-12-31T18:00'))).holidaysKnown,
    ).toBe(false)
    expect(
      unwrap(explainClock(clockFrom('2026-12-31T17:00', 'natural-days', 2), china, at('2026-12-31T18:00'))).holidaysKnown,
    ).toBe(true)
  })

  it('refuses what has no due time', () => {
    expect(explainClock(clockFrom('2025-09-22T11:00', 'working-days', 90_000), china, 0)).toMatchObject({
      ok: false,
      error: { code: 'limit-out-of-range' },
    })
    expect(explainClock(clockFrom('2025-09-22T11:00', 'working-days', 1), china, Number.NaN)).toMatchObject({
      ok: false,
      error: { code: 'bad-time' },
    })
  })

  it('covers start to due without gap or overlap, and its counted part is the limit', () => {
    const start = fc.integer({ min: 0, max: 30 * 24 * 60 }).map((n) => at('2025-09-10T00:00') + n * MINUTE_MS)
    const kinds = fc.constantFrom<LimitKind>('urgent-hours', 'working-hours', 'working-days', 'natural-days', 'desk-minutes')
    const limits = fc.record({ kind: kinds, value: fc.integer({ min: 1, max: 20 }) })
    const pauses = fc.array(
      fc.tuple(start, fc.nat(4000)).map(([from, length]): Pause => ({ from, to: from + length * MINUTE_MS, why: 'on-account' })),
      { maxLength: 4 },
    )

    fc.assert(
      fc.property(start, limits, pauses, fc.nat(2), (startedAt, limit, held, extensions) => {
        const clock = { limit, startedAt, pauses: held, extensions, endedAt: null }
        const told = unwrap(explainClock(clock, china, startedAt))
        const pieces = [...told.counted, ...told.skipped].sort((a, b) => a.from - b.from)

        expect(pieces.map((piece) => piece.from)).toEqual([startedAt, ...pieces.slice(0, -1).map((piece) => piece.to)])
        expect(pieces.at(-1)?.to).toBe(told.dueAt)
        expect(pieces.every((piece) => piece.from < piece.to)).toBe(true)
        expect(told.counted.reduce((sum, i) => sum + i.to - i.from, 0)).toBe(told.limitMs)
      }),
    )
  })
})
