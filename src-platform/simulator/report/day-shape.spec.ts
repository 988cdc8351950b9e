import { describe, expect, it } from 'vitest'
import { HOUR_MS, dayNumberAt, parseIsoDate, startOfDay, weekdayOf } from '#shared/domain/limits/local-day.ts'
import { createWorkCalendar } from '#shared/domain/limits/work-calendar.ts'
import { calendarFromChineseDays } from '#shared/domain/limits/calendar-from-chinese-days.ts'
import { shapeOfDay } from './day-shape.ts'

const calendar = createWorkCalendar(calendarFromChineseDays())
const offset = calendar.data.offsetMinutes
const first = parseIsoDate('2025-01-01') ?? 0
const year = Array.from({ length: 365 }, (_, i) => first + i)
const shapes = year.map((day) => ({ day, shape: shapeOfDay(1, day, calendar) }))
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

describe('the days of the simulated town', () => {
  it('bring about a hundred cases each, fewer at weekends', () => {
    const dry = shapes.filter(({ shape }) => !shape.isRainy)
    const counts = (isWeekend: boolean): number[] =>
      dry.filter(({ day }) => weekdayOf(day) > 5 === isWeekend).map(({ shape }) => shape.times.length)

    expect(mean(dry.map(({ shape }) => shape.times.length))).toBeGreaterThan(85)
    expect(mean(dry.map(({ shape }) => shape.times.length))).toBeLessThan(110)
    expect(mean(counts(true))).toBeLessThan(mean(counts(false)) * 0.85)
  })

  it('bring several times as many when it rains hard, which it does on a few days of the warm months', () => {
    const rainy = shapes.filter(({ shape }) => shape.isRainy)

    expect(rainy.length).toBeGreaterThan(2)
    expect(rainy.length).toBeLessThan(20)
    expect(rainy.every(({ shape }) => shape.times.length > 140)).toBe(true)
  })

  it('have their peaks from 8 to 11 and from 14 to 17', () => {
    const hourOf = (at: number, day: number): number => Math.floor((at - startOfDay(day, offset)) / HOUR_MS)
    const hours = shapes.flatMap(({ day, shape }) => shape.times.map((at) => hourOf(at, day)))
    const share = (from: number, to: number): number => hours.filter((hour) => hour >= from && hour < to).length / hours.length

    expect(share(8, 11)).toBeGreaterThan(0.35)
    expect(share(14, 17)).toBeGreaterThan(0.3)
    expect(share(11, 14)).toBeLessThan(0.18)
    expect(share(20, 24) + share(0, 6)).toBeLessThan(0.05)
  })

  it('hold their reports within the day and in order', () => {
    for (const { day, shape } of shapes) {
      expect(shape.times.every((at) => dayNumberAt(at, offset) === day)).toBe(true)
      expect(shape.times).toEqual([...shape.times].sort((a, b) => a - b))
    }
  })

  it('are the same for the same seed and others for another', () => {
    expect(shapeOfDay(7, first, calendar)).toEqual(shapeOfDay(7, first, calendar))
    expect(shapeOfDay(8, first, calendar)).not.toEqual(shapeOfDay(7, first, calendar))
  })
})
