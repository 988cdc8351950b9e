import { describe, expect, it } from 'vitest'
import { TownClock, firstTownTime } from './town-clock.ts'

const china = 480
const at = (time: string): number => Date.parse(`2026-06-02T${time}+08:00`)

describe('the clock of the town', () => {
  it.each([
    ['10:15:00', '2026-06-02T10:15:00+08:00'],
    ['05:00:00', '2026-06-02T08:30:00+08:00'],
    ['22:40:00', '2026-06-03T08:30:00+08:00'],
  ])('begins at work when it is %s in the hall', (time, begins) => {
    expect(firstTownTime(at(time), china)).toBe(Date.parse(begins))
  })

  it('runs as many times as fast as it is told and stands when it is paused', () => {
    let real = at('10:00:00')
    const clock = new TownClock(() => real, china, 60)

    real += 10_000
    expect(clock.now()).toBe(at('10:10:00'))
    clock.set({ isPaused: true })
    real += 60_000
    expect(clock.now()).toBe(at('10:10:00'))
    clock.set({ isPaused: false, speed: 1 })
    real += 60_000
    expect(clock.now()).toBe(at('10:11:00'))
  })

  it('knows when it will come to a later time, and takes the past as it was', () => {
    const clock = new TownClock(() => at('10:00:00'), china, 60)

    expect(clock.realOf(at('11:00:00'))).toBe(at('10:01:00'))
    expect(clock.townOf(at('09:00:00'))).toBe(at('09:00:00'))
  })
})
