import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIsoDate } from '#shared/domain/limits/local-day.ts'
import { dayBegins, evaluationDay, periodOf, spanOf, spanOfPeriod, spansUpTo, stepSpan, yearBefore } from './index.ts'
import type { PeriodKind } from './terms.ts'

const span = (kind: PeriodKind, start: string) => spanOf(kind, parseIsoDate(start)!)
const start = (kind: PeriodKind, day: string): string => periodOf(span(kind, day)).start

describe('periods', () => {
  it('begin at midnight in Beijing', () => {
    expect(evaluationDay(Date.parse('2026-10-31T15:59:59.999Z'))).toBe(parseIsoDate('2026-10-31'))
    expect(evaluationDay(Date.parse('2026-10-31T16:00:00Z'))).toBe(parseIsoDate('2026-11-01'))
    expect(dayBegins(parseIsoDate('2026-11-01')!)).toBe(Date.parse('2026-10-31T16:00:00Z'))
  })

  it('are days, three ten-days a month, months and years', () => {
    expect(['2026-02-10', '2026-02-11', '2026-02-28'].map((day) => start('ten-day', day))).toEqual([
      '2026-02-01',
      '2026-02-11',
      '2026-02-21',
    ])
    expect(start('month', '2026-02-28')).toBe('2026-02-01')
    expect(start('year', '2026-02-28')).toBe('2026-01-01')
    expect(span('ten-day', '2026-02-25').to).toBe(parseIsoDate('2026-03-01'))
  })

  it('step over the ends of months and years', () => {
    expect(periodOf(stepSpan(span('ten-day', '2026-01-05'), -1)).start).toBe('2025-12-21')
    expect(periodOf(stepSpan(span('month', '2026-11-22'), 14)).start).toBe('2028-01-01')
    expect(periodOf(yearBefore(span('day', '2028-02-29'))).start).toBe('2027-02-28')
    expect(
      spansUpTo(span('month', '2026-03-01'), 12)
        .map((one) => periodOf(one).start)
        .slice(0, 2),
    ).toEqual(['2025-04-01', '2025-05-01'])
    expect(spanOfPeriod({ kind: 'month', start: '2026-02-30' })).toBeUndefined()
  })

  it('follow each other without gap or overlap', () => {
    const kinds = fc.constantFrom<PeriodKind>('day', 'ten-day', 'month', 'year')
    fc.assert(
      fc.property(kinds, fc.integer({ min: 400, max: 60_000 }), (kind, day) => {
        const here = spanOf(kind, day)
        const [before, after] = [stepSpan(here, -1), stepSpan(here, 1)]

        expect([before.to, here.to]).toEqual([here.from, after.from])
        expect(here.from <= day && day < here.to).toBe(true)
      }),
    )
  })
})
