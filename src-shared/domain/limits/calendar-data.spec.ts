import { describe, expect, it } from 'vitest'
import { CalendarData, plainCalendarData } from './calendar-data.ts'
import { calendarFromChineseDays, publishedYears } from './calendar-from-chinese-days.ts'
import { isoDateOf, parseIsoDate, weekdayOf } from './local-day.ts'

describe('the calendar a hall stores', () => {
  it('accepts the published holidays as they come, and the plain one', () => {
    expect(CalendarData.parse(calendarFromChineseDays())).toMatchObject({
      version: 'cn-2004-2026',
      knownYears: { from: 2004, to: 2026 },
    })
    expect(CalendarData.parse(plainCalendarData)).toEqual(plainCalendarData)
  })

  it('holds 国庆 2025 with its two make-up days', () => {
    const days = calendarFromChineseDays([2025]).days

    expect(days.filter((day) => day.date.startsWith('2025-10') && day.kind === 'off')).toHaveLength(8)
    expect(days.filter((day) => day.name === '国庆节调休补班').map((day) => day.date)).toEqual(['2025-09-28', '2025-10-11'])
  })

  it('has every make-up day on a weekend and covers the years from 2004 on without a hole', () => {
    const makeUp = calendarFromChineseDays().days.filter((day) => day.kind === 'work')

    expect(makeUp.every((day) => weekdayOf(parseIsoDate(day.date) ?? 0) >= 6)).toBe(true)
    expect(publishedYears).toEqual(Array.from({ length: publishedYears.length }, (_, i) => 2004 + i))
  })

  it('falls back to the weekday rule for years nobody has published', () => {
    expect(calendarFromChineseDays([1999, 2099])).toEqual(plainCalendarData)
  })

  it.each([
    ['no working period', { periods: [] }],
    ['a period that ends before it begins', { periods: [{ from: '14:00', to: '08:00' }] }],
    [
      'overlapping periods',
      {
        periods: [
          { from: '08:00', to: '12:00' },
          { from: '11:00', to: '18:00' },
        ],
      },
    ],
    ['a time of day that does not exist', { periods: [{ from: '08:00', to: '25:00' }] }],
    ['a date that does not exist', { days: [{ date: '2025-02-29', kind: 'off', name: '' }] }],
    ['a date before 1970', { days: [{ date: '1969-12-31', kind: 'off', name: '' }] }],
    [
      'a date entered twice',
      {
        days: [
          { date: '2025-05-01', kind: 'off', name: '' },
          { date: '2025-05-01', kind: 'work', name: '' },
        ],
      },
    ],
    ['weekday 8', { weekdays: [8] }],
    ['a zone beyond the world', { offsetMinutes: 9999 }],
  ])('refuses %s', (_, change) => {
    expect(CalendarData.safeParse({ ...plainCalendarData, ...change }).success).toBe(false)
  })

  it('reads and writes dates from 1970 to 9999', () => {
    for (const date of ['1970-01-01', '2000-02-29', '9999-12-31']) expect(isoDateOf(parseIsoDate(date) ?? -1)).toBe(date)
    for (const text of ['', '2025-1-1', '2025-13-01', '20250101', '2025-01-01\u0000', '２０２５-01-01'])
      expect(parseIsoDate(text)).toBeUndefined()
  })
})
