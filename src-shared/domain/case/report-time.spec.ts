import { describe, expect, it } from 'vitest'
import type { ActBody } from './acts.ts'
import { isFoundTimePlausible, isReportTooLate } from './report-time.ts'

const DAY_MS = 86_400_000
const at = Date.UTC(2026, 10, 16, 9)
const found = (foundAt: number | null) => {
  const body = { action: 'report', args: { foundAt } } as unknown as ActBody
  return isFoundTimePlausible({ at, body })
}

describe('the time at which a problem was found', () => {
  it('may be left out, be days or months ago, or a clock ahead', () => {
    for (const foundAt of [null, at, at - 3 * DAY_MS, at - 366 * DAY_MS, at + 60_000]) expect(found(foundAt)).toBe(true)
  })

  it.each([1_970, 2_025, 2_027, 9_999])('is not the November of %i when it is reported in November 2026', (year) => {
    expect(found(Date.UTC(year, 9, 1))).toBe(false)
  })

  it('is asked of reports alone', () => {
    expect(isFoundTimePlausible({ at, body: { action: 'accept', args: { words: '' } } })).toBe(true)
  })
})

describe('a report that comes late', () => {
  it('is taken for a quarter, and not a year later', () => {
    expect([0, 1, 91, 93, 400].map((days) => isReportTooLate(at - days * DAY_MS, at))).toEqual([false, false, false, true, true])
    expect(isReportTooLate(0, at)).toBe(true)
  })
})
