import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minuteOfDay, minutesToNextSlot, Schedule, slotAt } from './schedule.ts'

const day = [
  { fromMinute: 20 * 60, scene: 'span' },
  { fromMinute: 7 * 60 + 30, scene: 'tiles' },
]

describe('the scenes of a day', () => {
  it('last until the next one begins, the last one over midnight', () => {
    const at = (hour: number, minute = 0): string | undefined => slotAt(day, hour * 60 + minute)?.scene

    expect([at(7, 29), at(7, 30), at(19, 59), at(20), at(0)]).toEqual(['span', 'tiles', 'tiles', 'span', 'span'])
    expect(slotAt([], 0)).toBeUndefined()
  })

  it('say how long the present one still lasts', () => {
    expect(minutesToNextSlot(day, 7 * 60 + 29)).toBe(1)
    expect(minutesToNextSlot(day, 7 * 60 + 30)).toBe(750)
    expect(minutesToNextSlot(day, 23 * 60)).toBe(510)
    expect(minutesToNextSlot([{ fromMinute: 60, scene: 'span' }], 60)).toBe(1_440)
    expect(minutesToNextSlot([], 60)).toBeUndefined()
  })

  it('may not begin together, nor outside the day, nor be too many', () => {
    const read = (slots: unknown): boolean => Schedule.safeParse(slots).success

    expect(read(day)).toBe(true)
    expect(read([day[0], { fromMinute: 20 * 60, scene: 'tiles' }])).toBe(false)
    expect(read([{ fromMinute: 1_440, scene: 'span' }])).toBe(false)
    expect(read([{ fromMinute: -1, scene: 'span' }])).toBe(false)
    expect(read([{ fromMinute: 0, scene: 'x; drop' }])).toBe(false)
    expect(read(Array.from({ length: 25 }, (_, at) => ({ fromMinute: at, scene: 'span' })))).toBe(false)
  })

  it('are told by the hall’s clock: the minute of the day of any instant', () => {
    expect(minuteOfDay(Date.parse('2026-11-20T23:59:59+08:00'), 480)).toBe(1_439)
    expect(minuteOfDay(Date.parse('2026-11-21T00:00:00+08:00'), 480)).toBe(0)
    fc.assert(
      fc.property(fc.integer({ min: -1e13, max: 1e14 }), fc.integer({ min: -720, max: 840 }), (at, zone) => {
        const minute = minuteOfDay(at, zone)
        expect(minute).toBeGreaterThanOrEqual(0)
        expect(minute).toBeLessThan(1_440)
      }),
    )
  })
})
