import { describe, expect, it } from 'vitest'
import { readLocalTime } from './local-time.ts'
import type { TimeProfile } from './local-time.ts'

const profile: TimeProfile = {
  timeZone: 'America/Los_Angeles',
  dateFormats: ['MM/dd/yyyy hh:mm:ss a', 'ISO'],
  rules: { skippedTime: 'refuse', doubledTime: 'earlier' },
}
const iso = (text: string, rules: Partial<TimeProfile['rules']> = {}, dateFormats = profile.dateFormats): string => {
  const read = readLocalTime(text, 'Created', { ...profile, dateFormats, rules: { ...profile.rules, ...rules } })
  if (!read.ok) return `${read.error.code} ${read.error.detail ?? ''}`
  return read.value === null ? 'none' : `${new Date(read.value.at).toISOString()} ${read.value.flag ?? ''}`.trim()
}

describe('a local time of another system', () => {
  it('is an instant in its own zone, winter and summer', () => {
    expect(iso('12/31/2018 11:55:30 PM')).toBe('2019-01-01T07:55:30.000Z')
    expect(iso('07/01/2019 12:00:00 AM')).toBe('2019-07-01T07:00:00.000Z')
    expect(iso('2019-07-01T00:00:00+08:00')).toBe('2019-06-30T16:00:00.000Z')
    expect(iso('')).toBe('none')
  })

  it('of the hour that summer time skips is refused, or moved on when the profile says so', () => {
    expect(iso('03/10/2019 02:30:00 AM')).toContain('bad-time Created: "03/10/2019 02:30:00 AM" does not exist')
    expect(iso('03/10/2019 02:30:00 AM', { skippedTime: 'shift' })).toBe('2019-03-10T10:30:00.000Z time-shifted')
    expect(iso('03/10/2019 03:30:00 AM')).toBe('2019-03-10T10:30:00.000Z')
  })

  it('of the hour that comes twice is the one the profile names', () => {
    expect(iso('11/03/2019 01:30:00 AM')).toBe('2019-11-03T08:30:00.000Z time-doubled')
    expect(iso('11/03/2019 01:30:00 AM', { doubledTime: 'later' })).toBe('2019-11-03T09:30:00.000Z time-doubled')
    expect(iso('11/03/2019 01:30:00 AM', { doubledTime: 'refuse' })).toContain('comes twice')
    expect(iso('2019-11-03T01:30:00-08:00')).toBe('2019-11-03T09:30:00.000Z')
  })

  it.each([
    ['2024-05-01 08:00:00+08:00', 'yyyy-MM-dd HH:mm:ssZZ'],
    ['2024-05-01 08:00:00 +0800', 'yyyy-MM-dd HH:mm:ss ZZZ'],
    ['2024-05-01 00:00:00 +0000', 'yyyy-MM-dd HH:mm:ss ZZZ'],
    ['2024-05-01 08:00:00 Asia/Shanghai', 'yyyy-MM-dd HH:mm:ss z'],
    ['2024-05-01 00:00:00 UTC', 'yyyy-MM-dd HH:mm:ss z'],
    ['2024-05-01T08:00:00+08:00', 'ISO'],
    ['20240501T080000+0800', 'ISO'],
    ['2024-05-01T00:00:00Z', 'ISO'],
    ['2024-05-01T08:00:00+08:00[Asia/Shanghai]', 'ISO'],
    ['2024-05-01T00:00:00Z[Asia/Shanghai]', 'ISO'],
    ['2024-05-01T08:00:00[Asia/Shanghai]', 'ISO'],
  ])('with a zone of its own is not moved by the profile’s: %s', (text, format) => {
    expect(iso(text, {}, [format])).toBe('2024-05-01T00:00:00.000Z')
  })

  it('with a zone named behind it is skipped and doubled by that zone', () => {
    const named = 'yyyy-MM-dd HH:mm z'

    expect(iso('2024-03-31T02:30:00[Europe/Berlin]')).toContain('does not exist in Europe/Berlin')
    expect(iso('2024-03-31 02:30 Europe/Berlin', {}, [named])).toContain('does not exist in Europe/Berlin')
    expect(iso('2024-10-27 02:30 Europe/Berlin', { doubledTime: 'later' }, [named])).toBe('2024-10-27T01:30:00.000Z time-doubled')
    expect(iso('2024-03-31T02:30:00[Europe/Nowhere]')).toMatch(/^bad-time Created/)
  })

  it.each([
    '13/31/2018 01:00:00 PM',
    '02/30/2018 01:00:00 PM',
    '01/01/1901 01:00:00 PM',
    '0',
    'NaN',
    '１２/31/2018',
    'a'.repeat(9_999),
  ])('that is none is refused: %s', (text) => {
    expect(iso(text)).toMatch(/^bad-time Created/)
  })
})
