import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Pause } from '#shared/domain/case/case-row.ts'
import type { Limit, LimitKind } from '#shared/domain/case/terms.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { calendarFromChineseDays } from './calendar-from-chinese-days.ts'
import { plainCalendarData } from './calendar-data.ts'
import type { CalendarData } from './calendar-data.ts'
import { dueAt, elapsed, limitMs, remaining } from './limit-clock.ts'
import type { ClockInput } from './limit-clock.ts'
import { HOUR_MS, LAST_INSTANT, MINUTE_MS, isoDateOf } from './local-day.ts'
import { createWorkCalendar } from './work-calendar.ts'

const china = createWorkCalendar(calendarFromChineseDays())
const plain = createWorkCalendar(plainCalendarData)
const at = (local: string): number => Date.parse(`${local}+08:00`)
const local = (instant: number | null): string =>
  instant === null ? 'paused' : new Date(instant + 8 * HOUR_MS).toISOString().slice(0, 16)
const due = (start: string, kind: LimitKind, value: number, pauses: Pause[] = [], extensions = 0): string =>
  local(unwrap(dueAt(at(start), { kind, value }, pauses, extensions, china)))
const pause = (from: string, to: string | null, why: Pause['why'] = 'on-account'): Pause => ({
  from: at(from),
  to: to === null ? null : at(to),
  why,
})

describe('a due time on the hall calendar', () => {
  it.each([
    ['counts straight through when urgent', '2025-09-30T17:00', 'urgent-hours', 2, '2025-09-30T19:00'],
    ['counts nights and holidays as natural days', '2025-09-30T17:00', 'natural-days', 3, '2025-10-03T17:00'],
    ['counts desk minutes over lunch', '2025-09-30T11:55', 'desk-minutes', 15, '2025-09-30T12:10'],
    ['skips lunch', '2025-09-29T11:00', 'working-hours', 2, '2025-09-29T15:00'],
    ['ends at noon, not after lunch, when noon completes it', '2025-09-29T08:00', 'working-hours', 4, '2025-09-29T12:00'],
    ['skips the night', '2025-09-29T17:00', 'working-hours', 2, '2025-09-30T09:00'],
    ['begins in the morning when the case came at night', '2025-09-29T22:15', 'working-hours', 4, '2025-09-30T12:00'],
    ['skips an ordinary weekend', '2025-09-19T17:00', 'working-hours', 4, '2025-09-22T11:00'],
    ['works on the make-up Sunday before 国庆', '2025-09-26T17:00', 'working-hours', 4, '2025-09-28T11:00'],
    ['skips eight days of 国庆 and 中秋', '2025-09-30T17:00', 'working-hours', 2, '2025-10-09T09:00'],
    ['works on the make-up Saturday after 国庆', '2025-10-10T17:00', 'working-hours', 2, '2025-10-11T09:00'],
    ['takes a working day for eight working hours', '2025-09-30T10:00', 'working-days', 1, '2025-10-09T10:00'],
    ['takes two working days over the make-up Saturday', '2025-10-10T14:00', 'working-days', 2, '2025-10-13T12:00'],
    ['skips 元旦 across the turn of the year', '2025-12-31T17:00', 'working-hours', 2, '2026-01-04T09:00'],
  ] as const)('%s', (_, start, kind, value, expected) => {
    const result = due(start, kind, value)

    expect(result).toBe(expected)
  })

  it('moves by the working time of a pause only', () => {
    const overnight = due('2025-09-29T10:00', 'working-hours', 4, [pause('2025-09-29T17:00', '2025-09-30T09:00')])
    const overLunch = due('2025-09-29T10:00', 'working-hours', 4, [pause('2025-09-29T11:00', '2025-09-29T15:00', 'verify-out')])

    expect(overnight).toBe('2025-09-29T16:00')
    expect(overLunch).toBe('2025-09-29T18:00')
  })

  it('is unknown while a pause is open, unless the clock had run out before', () => {
    expect(due('2025-09-29T10:00', 'working-hours', 4, [pause('2025-09-29T11:00', null)])).toBe('paused')
    expect(due('2025-09-29T10:00', 'working-hours', 4, [pause('2025-09-29T17:00', null)])).toBe('2025-09-29T16:00')
  })

  it('adds one original limit per approved extension', () => {
    expect(due('2025-09-29T10:00', 'working-hours', 2, [], 2)).toBe('2025-09-29T18:00')
  })
})

describe('a clock read at some moment', () => {
  const clock: ClockInput = {
    limit: { kind: 'working-hours', value: 4 },
    startedAt: at('2025-09-29T17:00'),
    pauses: [],
    extensions: 0,
    endedAt: null,
  }

  it('tells what is used and what is left, and how far over it is', () => {
    expect(unwrap(elapsed(clock, at('2025-09-30T09:00'), china))).toBe(2 * HOUR_MS)
    expect(unwrap(remaining(clock, at('2025-09-30T09:00'), china))).toBe(2 * HOUR_MS)
    expect(unwrap(remaining(clock, at('2025-09-30T15:00'), china))).toBe(-2 * HOUR_MS)
  })

  it('stands still before its start and after its end', () => {
    expect(unwrap(elapsed(clock, at('2025-09-29T09:00'), china))).toBe(0)
    expect(unwrap(elapsed({ ...clock, endedAt: at('2025-09-30T09:00') }, at('2026-09-30T09:00'), china))).toBe(2 * HOUR_MS)
  })
})

describe('a limit nobody can compute', () => {
  const start = at('2025-09-29T10:00')
  type Answer = string | number | null
  const codeOf = (startedAt: number, limit: Limit, pauses: Pause[] = [], extensions = 0, calendar = china): Answer => {
    const result = dueAt(startedAt, limit, pauses, extensions, calendar)
    return result.ok ? result.value : result.error.code
  }

  it.each(['working-days', 'natural-days'] as const)('of 100000 %s is refused', (kind) => {
    expect(codeOf(start, { kind, value: 100_000 })).toBe('limit-out-of-range')
  })

  it('is refused when the value or the extensions are no numbers to count with', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 0, -1])
      expect(codeOf(start, { kind: 'working-hours', value })).toBe('limit-out-of-range')
    for (const extensions of [-1, 0.5, Number.NaN, 1e300])
      expect(codeOf(start, { kind: 'working-hours', value: 1 }, [], extensions)).toBe('limit-out-of-range')
  })

  it('is refused when it would end after the year 9999', () => {
    expect(codeOf(LAST_INSTANT, { kind: 'working-hours', value: 1 })).toBe('limit-out-of-range')
    expect(codeOf(LAST_INSTANT - HOUR_MS, { kind: 'urgent-hours', value: 1 })).toBe(LAST_INSTANT)
  })

  it('is refused on a calendar that never works', () => {
    const idle = createWorkCalendar({ ...plainCalendarData, weekdays: [] })

    expect(codeOf(start, { kind: 'working-hours', value: 1 }, [], 0, idle)).toBe('limit-out-of-range')
    expect(codeOf(start, { kind: 'urgent-hours', value: 1 }, [], 0, idle)).toBe(start + HOUR_MS)
  })

  it('is refused when a start or a pause is no time', () => {
    for (const startedAt of [-1, 0.5, Number.NaN, LAST_INSTANT + 1])
      expect(codeOf(startedAt, { kind: 'working-hours', value: 1 })).toBe('bad-time')
    expect(codeOf(start, { kind: 'working-hours', value: 1 }, [pause('2025-09-30T10:00', '2025-09-29T10:00')])).toBe('bad-time')
  })

  it('counts from the first instant of 1970', () => {
    expect(local(unwrap(dueAt(0, { kind: 'working-hours', value: 1 }, [], 0, china)))).toBe('1970-01-01T09:00')
  })
})

const minute = fc.integer({ min: 0, max: 20 * 24 * 60 })
const origin = Date.parse('2025-09-20T00:00:00Z')
const instant = minute.map((n) => origin + n * MINUTE_MS)
const kind = fc.constantFrom<LimitKind>('urgent-hours', 'working-hours', 'working-days', 'natural-days', 'desk-minutes')
const limit = fc.record({ kind, value: fc.integer({ min: 1, max: 30 }) })
const pauses = fc.array(
  fc
    .tuple(instant, fc.integer({ min: 0, max: 4000 }))
    .map(([from, length]): Pause => ({ from, to: from + length * MINUTE_MS, why: 'on-account' })),
  { maxLength: 4 },
)
const hhmm = (n: number): string => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`
const periods = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 })
  .map((marks) => marks.sort((a, b) => a - b))
  .map((marks) => marks.slice(0, marks.length - (marks.length % 2)).map(hhmm))
  .map((times) => times.flatMap((from, i) => (i % 2 === 0 ? [{ from, to: times[i + 1]! }] : [])))
const days = fc.uniqueArray(
  fc.record({
    date: fc.integer({ min: 20_340, max: 20_400 }).map(isoDateOf),
    kind: fc.constantFrom('work' as const, 'off' as const),
    name: fc.constant(''),
  }),
  { selector: (day) => day.date, maxLength: 20 },
)
const calendarData: fc.Arbitrary<CalendarData> = fc.record({
  version: fc.constant('random'),
  offsetMinutes: fc.constantFrom(480, 0, -300, 345),
  periods,
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  days,
  knownYears: fc.constant(null),
})

/** The rule read aloud, one minute after another; knows nothing of the arithmetic under test. */
function countByMinutes(data: CalendarData, startedAt: number, minutes: number, paused: readonly Pause[]): number | undefined {
  const giveUpAt = startedAt + 45 * 24 * HOUR_MS
  let left = minutes
  for (let now = startedAt; now < giveUpAt; now += MINUTE_MS) {
    const wall = new Date(now + data.offsetMinutes * MINUTE_MS)
    const special = data.days.find((day) => day.date === wall.toISOString().slice(0, 10))
    const works = special === undefined ? data.weekdays.includes(wall.getUTCDay() || 7) : special.kind === 'work'
    const time = wall.toISOString().slice(11, 16)
    const isPaused = paused.some((p) => now >= p.from && (p.to === null || now < p.to))
    const counts = works && !isPaused && data.periods.some((p) => time >= p.from && time < p.to)
    if (counts) left -= 1
    if (left === 0) return now + MINUTE_MS
  }
  return undefined
}

describe('properties of every clock', () => {
  it('agrees with counting minute by minute on any calendar', () => {
    const case_ = fc.tuple(calendarData, instant, fc.integer({ min: 1, max: 900 }), pauses)

    fc.assert(
      fc.property(case_, ([data, startedAt, minutes, paused]) => {
        const expected = countByMinutes(data, startedAt, minutes, paused)
        fc.pre(expected !== undefined)
        expect(dueAt(startedAt, { kind: 'working-hours', value: minutes / 60 }, paused, 0, createWorkCalendar(data))).toEqual({
          ok: true,
          value: expected,
        })
      }),
      { numRuns: 40 },
    )
  })

  it('a later start is never due earlier', () => {
    fc.assert(
      fc.property(instant, fc.nat(1e8), limit, (startedAt, later, one) => {
        const first = unwrap(dueAt(startedAt, one, [], 0, china)) ?? 0
        const second = unwrap(dueAt(startedAt + later, one, [], 0, china)) ?? 0
        expect(second).toBeGreaterThanOrEqual(first)
      }),
    )
  })

  it('the whole limit has been counted when it is due, and not a millisecond before', () => {
    fc.assert(
      fc.property(instant, limit, pauses, fc.nat(2), (startedAt, one, paused, extensions) => {
        const clock: ClockInput = { limit: one, startedAt, pauses: paused, extensions, endedAt: null }
        const end = unwrap(dueAt(startedAt, one, paused, extensions, china)) ?? 0
        expect(unwrap(remaining(clock, end, china))).toBe(0)
        expect(unwrap(remaining(clock, end - 1, china))).toBe(1)
      }),
    )
  })

  it('a pause moves the due time on by exactly the countable time it held', () => {
    fc.assert(
      fc.property(instant, limit, fc.nat(5000), fc.nat(5000), (startedAt, one, after, length) => {
        const held = {
          from: startedAt + after * MINUTE_MS,
          to: startedAt + (after + length) * MINUTE_MS,
          why: 'on-account' as const,
        }
        const before = unwrap(dueAt(startedAt, one, [], 0, china)) ?? 0
        const moved = unwrap(dueAt(startedAt, one, [held], 0, china)) ?? 0
        const free: ClockInput = { limit: one, startedAt: 0, pauses: [], extensions: 0, endedAt: null }
        const countedBy = (now: number): number => unwrap(elapsed(free, now, china))
        expect(countedBy(moved) - countedBy(before)).toBe(held.from < before ? countedBy(held.to) - countedBy(held.from) : 0)
      }),
    )
  })

  it('an extension equals the limit twice, and the order of pauses is of no account', () => {
    fc.assert(
      fc.property(instant, limit, pauses, (startedAt, one, paused) => {
        const extended = dueAt(startedAt, one, paused, 1, china)
        expect(extended).toEqual(dueAt(startedAt, { ...one, value: one.value * 2 }, [...paused].reverse(), 0, china))
      }),
    )
  })

  it('refuses or answers but never throws, whatever it is given', () => {
    const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, 1, LAST_INSTANT, 253_402_300_800_000))
    const anyPause = fc.record({ from: anyNumber, to: fc.option(anyNumber), why: fc.constant('verify-out' as const) })
    const anyLimit = fc.record({ kind, value: anyNumber })

    fc.assert(
      fc.property(anyNumber, anyLimit, fc.array(anyPause, { maxLength: 5 }), anyNumber, (startedAt, one, paused, extensions) => {
        const result = dueAt(startedAt, one, paused, extensions, china)
        if (result.ok && result.value !== null) expect(result.value).toBeGreaterThan(startedAt)
      }),
    )
  })

  it('values a unit as the rule does', () => {
    expect(limitMs({ kind: 'working-days', value: 1 })).toBe(limitMs({ kind: 'working-hours', value: 8 }))
    expect(unwrap(dueAt(at('2025-09-29T08:00'), { kind: 'working-days', value: 1 }, [], 0, plain))).toBe(at('2025-09-29T18:00'))
  })
})
