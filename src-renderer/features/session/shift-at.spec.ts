import { describe, expect, it } from 'vitest'
import { shiftAt } from './shift-at.ts'
import { zoneName } from './zone-name.ts'

const shifts = [{ id: 'day', name: '白班', from: '08:00', to: '20:00' }, { id: 'night', name: '夜班', from: '20:00', to: '07:30' }]

describe('the shift offered at sign-in', () => {
  it.each([
    ['10:00', 'day'], ['21:00', 'night'], ['03:00', 'night'],
    // Who comes a little early comes for the shift that follows.
    ['07:24', 'day'], ['19:30', 'night'], ['19:00', 'day'],
    // Between two shifts: the one that comes.
    ['07:40', 'day'],
  ])('at %s is %s', (reading, expected) => {
    expect(shiftAt(shifts, reading)?.id).toBe(expected)
  })

  it('is the first listed when none runs, and none when the hall has none', () => {
    expect(shiftAt([{ id: 'short', name: '短班', from: '09:00', to: '10:00' }], '15:00')?.id).toBe('short')
    expect(shiftAt([], '15:00')).toBeUndefined()
  })
})

describe('the zone of an offset', () => {
  it.each([[480, '+08:00'], [0, '+00:00'], [-420, '-07:00'], [345, '+05:45']])('%i minutes is %s', (minutes, name) => {
    expect(zoneName(minutes)).toBe(name)
    expect(() => new Intl.DateTimeFormat('en', { timeZone: name })).not.toThrow()
  })
})
