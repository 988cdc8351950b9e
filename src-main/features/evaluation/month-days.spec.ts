import { describe, expect, it } from 'vitest'
import { evaluationDay, spanOf } from '#shared/domain/evaluation/index.ts'
import { plainCalendarData } from '#shared/domain/limits/calendar-data.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import { dayValues, daysOfMonth } from './month-days.ts'

const calendar = createWorkCalendar(plainCalendarData)
/** Noon on Sunday 22 November 2026 in China. */
const today = evaluationDay(Date.UTC(2026, 10, 22, 4))
const november = daysOfMonth(spanOf('month', today))

describe('the days of a month on the board', () => {
  it('have a figure up to today, and none for days that have not begun', () => {
    const days = dayValues(november, [], 'shouldClose', { calendar, today })

    expect(days.find(({ date }) => date === '2026-11-22')?.value).toBe(0)
    expect(days.filter(({ date }) => date > '2026-11-22').map(({ value }) => value)).toEqual(Array(8).fill(null))
  })

  it('all have a figure once the month is over', () => {
    const days = dayValues(november, [], 'shouldClose', { calendar, today: today + 30 })

    expect(days).toHaveLength(30)
    expect(days.every(({ value }) => value === 0)).toBe(true)
  })
})
