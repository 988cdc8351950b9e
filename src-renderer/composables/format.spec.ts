import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockTime, fileSize, grouped, instantOf, isoDate, maskedPhone, remaining, shortStamp } from './format.ts'

const HALL = 'Asia/Shanghai'
const at = (iso: string): number => Date.parse(iso)

describe('a time on the desk', () => {
  it('is the hall\'s time with seconds, whatever zone the machine is set to', () => {
    expect(clockTime(at('2026-11-20T06:26:08Z'), HALL)).toBe('14:26:08')
    expect(isoDate(at('2026-11-20T16:00:00Z'), HALL)).toBe('2026-11-21')
    expect(clockTime(at('2026-11-20T16:00:00Z'), HALL)).toBe('00:00:00')
  })

  it('shows the date only when it is not today, the year only when it is not this year', () => {
    const now = at('2026-11-20T14:26:08+08:00')

    expect(shortStamp(at('2026-11-20T09:00:00+08:00'), now, HALL)).toBe('09:00:00')
    expect(shortStamp(at('2026-11-19T17:35:02+08:00'), now, HALL)).toBe('11-19 17:35:02')
    expect(shortStamp(at('2025-12-31T23:59:59+08:00'), now, HALL)).toBe('2025-12-31 23:59:59')
  })

  it('is a dash for what is no instant', () => {
    expect(clockTime(Number.NaN, HALL)).toBe('–')
    expect(isoDate(Number.POSITIVE_INFINITY, HALL)).toBe('–')
  })

  it('reads back as the same instant for any second from 1992 to 9999', () => {
    fc.assert(fc.property(fc.integer({ min: 694_224_000, max: 253_402_214_400 }), (second) => {
      const ms = second * 1000

      expect(instantOf(`${isoDate(ms, HALL)} ${clockTime(ms, HALL)}`, HALL)).toBe(ms)
    }))
  })

  it('refuses a day or an hour that does not exist', () => {
    for (const reading of ['2026-02-30 10:00', '2026-11-20 25:00', '2026-11-20', '十一月 20', '']) expect(instantOf(reading, HALL)).toBeUndefined()
    expect(instantOf('2026-11-20 14:15', HALL)).toBe(at('2026-11-20T14:15:00+08:00'))
  })
})

describe('what is left of a limit', () => {
  it('counts minutes and seconds, then hours, then days', () => {
    expect(remaining(625_000, 0)).toEqual({ late: false, kind: 'clock', text: '10:25' })
    expect(remaining(4_325_000, 0)).toEqual({ late: false, kind: 'clock', text: '1:12:05' })
    expect(remaining(86_400_000 * 3 + 3_600_000 * 4, 0)).toEqual({ late: false, kind: 'days', days: 3, hours: 4 })
  })

  it('is late only after the due instant', () => {
    expect(remaining(1000, 1000)).toEqual({ late: false, kind: 'clock', text: '00:00' })
    expect(remaining(1000, 1001)).toEqual({ late: true, kind: 'clock', text: '00:00' })
    expect(remaining(0, 252_999)).toEqual({ late: true, kind: 'clock', text: '04:12' })
  })

  it('never shows more than is left nor runs backwards', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 86_000_000 }), fc.integer({ min: 0, max: 5000 }), (left, later) => {
      const before = remaining(left, 0)
      const after = remaining(left, Math.min(later, left))

      if (before.kind === 'clock' && after.kind === 'clock') expect(seconds(after.text)).toBeLessThanOrEqual(seconds(before.text))
    }))
  })
})

const seconds = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

describe('a number', () => {
  it('is grouped by a space that does not break', () => {
    expect(grouped(119_482)).toBe('119\u00a0482')
    expect(grouped(999)).toBe('999')
    expect(grouped(-1_234_567.5, 1)).toBe('\u22121\u00a0234\u00a0567.5')
    expect(grouped(-0.2)).toBe('0')
    expect(grouped(Number.NaN)).toBe('–')
  })

  it('of bytes has its unit beside it', () => {
    expect(fileSize(2_100_000)).toBe('2.1\u00a0MB')
    expect(fileSize(0)).toBe('0\u00a0B')
    expect(fileSize(999_999)).toBe('1.0\u00a0MB')
  })

  it('of a telephone is masked', () => {
    expect(maskedPhone('138 1234 6021')).toBe('138****6021')
    expect(maskedPhone('110')).toBe('****')
  })
})
