import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { dayOf, numbersLeft, openBlock, takeNumber } from './number-blocks.ts'
import type { BlockInUse, NumberBlock } from './number-blocks.ts'

const lease = (day: string, from: number, to: number): BlockInUse => openBlock({ day, district: '341523', from, to })

/** Takes numbers of one day until none are left. */
function takeAll(leased: readonly BlockInUse[], day: string): string[] {
  const taken: string[] = []
  let blocks = leased
  for (;;) {
    const result = takeNumber(blocks, day)
    if (!result.ok) return taken
    taken.push(result.value.no)
    blocks = result.value.blocks
  }
}

describe('leased case numbers', () => {
  it('are given out in order, block after block, and never borrowed from another day', () => {
    const blocks = [lease('20250930', 9, 10), lease('20251001', 1, 5), lease('20250930', 41, 41)]

    expect(takeAll(blocks, '20250930')).toEqual(['3415232025093000009', '3415232025093000010', '3415232025093000041'])
    expect(takeNumber(blocks, '20251002')).toMatchObject({ ok: false, error: { code: 'numbers-exhausted' } })
  })

  it('counts what is left of a day', () => {
    const { blocks } = unwrap(takeNumber([lease('20250930', 1, 50), lease('20251001', 1, 50)], '20250930'))

    expect(numbersLeft(blocks, '20250930')).toBe(49)
    expect(numbersLeft(blocks, '20251001')).toBe(50)
    expect(numbersLeft([], '20250930')).toBe(0)
  })

  it('gives every leased number once, whatever the blocks', () => {
    const sizes = fc.array(fc.tuple(fc.constantFrom('20250930', '20251001'), fc.integer({ min: 0, max: 12 })), { maxLength: 8 })

    fc.assert(
      fc.property(sizes, (leases) => {
        let serial = 1
        const blocks = leases.map(([day, size]): BlockInUse => lease(day, serial, (serial += size) - 1))
        const all = [...takeAll(blocks, '20250930'), ...takeAll(blocks, '20251001')]
        expect(new Set(all).size).toBe(serial - 1)
        expect(all).toHaveLength(numbersLeft(blocks, '20250930') + numbersLeft(blocks, '20251001'))
      }),
    )
  })

  it('refuses rather than inventing when a stored block is damaged', () => {
    const damaged: NumberBlock & { next: number } = { day: '20250930', district: 'x', from: 1, to: 3, next: Number.NaN }

    expect(takeNumber([damaged], '20250930').ok).toBe(false)
  })
})

describe('the local day of a number', () => {
  it('changes at local midnight', () => {
    expect(dayOf(Date.parse('2025-09-30T15:59:59.999Z'), 480)).toBe('20250930')
    expect(dayOf(Date.parse('2025-09-30T16:00:00Z'), 480)).toBe('20251001')
    expect(dayOf(Date.parse('2018-12-28T07:59:59Z'), -480)).toBe('20181227')
  })

  it('stays within 1970 and 9999', () => {
    for (const offset of [480, 0, -480]) {
      expect(dayOf(Number.NEGATIVE_INFINITY, offset)).toBe('19700101')
      expect(dayOf(Number.POSITIVE_INFINITY, offset)).toBe('99991231')
    }
  })
})
