import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CasePin } from '#shared/contracts/map.contract.ts'
import { countInside, meaningAt, nextChangeAt, pinShapes } from './pins.ts'

const HOUR_MS = 3_600_000
const NOW = 1_795_156_000_000

function aPin(changes: Partial<Record<keyof CasePin, unknown>> = {}): CasePin {
  return CasePin.parse({
    id: '0190f0a0-0000-7000-8000-000000000001', no: '3415232026112000061', state: 'handling', className: '上水井盖', address: '梅河路', lng: 116.9, lat: 31.4,
    dueAt: NOW + HOUR_MS, attentionAt: NOW + HOUR_MS / 2, urgent: false, pending: 0, ...changes,
  })
}
const show = (pin: CasePin, options: Partial<Parameters<typeof pinShapes>[1]> = {}): Record<string, string | number> =>
  pinShapes([pin], { nowMs: NOW, isStale: false, numbers: new Map(), ...options }).features[0]!.properties

describe('a live case on the map', () => {
  it('turns yellow with its last quarter and red only after its due instant', () => {
    const pin = aPin({ attentionAt: NOW, dueAt: NOW + 1_000 })

    expect(meaningAt(pin, NOW - 1)).toBe('normal')
    expect(meaningAt(pin, NOW)).toBe('attention')
    expect(meaningAt(pin, NOW + 1_000)).toBe('attention')
    expect(meaningAt(pin, NOW + 1_001)).toBe('overdue')
  })

  it('stays an emergency whatever its clock says, and calm while its clock is paused', () => {
    expect(meaningAt(aPin({ urgent: true, dueAt: NOW - 1 }), NOW)).toBe('emergency')
    expect(meaningAt(aPin({ dueAt: null, attentionAt: null }), NOW)).toBe('normal')
  })

  it('is a ring without words while all is well', () => {
    expect(show(aPin())).toMatchObject({ icon: 'normal', meaning: 'normal', label: '', number: 0 })
  })

  it('is named when it is late, and numbered when a list stands beside the map', () => {
    const late = aPin({ dueAt: NOW - 1 })
    const numbers = new Map([[late.id, 3]])

    expect(show(late)).toMatchObject({ icon: 'overdue', label: '上水井盖' })
    expect(show(late, { numbers })).toMatchObject({ label: '3', number: 3 })
    expect(show(aPin({ urgent: true }), { numbers })).toMatchObject({ label: '3 上水井盖' })
  })

  it('keeps its shape but becomes hollow and dashed when the host is gone', () => {
    expect(show(aPin({ dueAt: NOW - 1 }), { isStale: true })).toMatchObject({ icon: 'overdue-stale', meaning: 'unknown' })
  })

  it('carries the mark of what is not sent yet', () => {
    expect(show(aPin({ pending: 2 }))['pending']).toBe(2)
  })
})

describe('the next change', () => {
  it('is never missed: until it comes no case changes its meaning, when it comes one does', () => {
    const instant = fc.option(fc.integer({ min: NOW - 5_000, max: NOW + 5_000 }))
    const timed = fc.record({ dueAt: instant, attentionAt: instant, urgent: fc.boolean() })
    fc.assert(fc.property(fc.array(timed, { maxLength: 8 }), (cases) => {
      const next = nextChangeAt(cases, NOW)
      const meanings = (at: number): string => cases.map((one) => meaningAt(one, at)).join()

      const until = Math.min(next - 1, NOW + 20_000)

      expect(next).toBeGreaterThan(NOW)
      expect(meanings(until)).toBe(meanings(NOW))
    }))
  })

  it('does not exist when every clock has run out or is paused', () => {
    const settled = [aPin({ dueAt: NOW - 1, attentionAt: NOW - 2 }), aPin({ dueAt: null, attentionAt: null })]

    expect(nextChangeAt(settled, NOW)).toBe(Infinity)
  })
})

describe('the count of the layer strip', () => {
  it('counts what lies in the view, edges included', () => {
    expect(countInside([aPin(), aPin({ lng: 117 }), aPin({ lng: 118 })], [116.9, 31.4, 117, 32])).toBe(2)
  })
})
