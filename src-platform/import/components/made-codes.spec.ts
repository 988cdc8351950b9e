import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { makeCodes } from './made-codes.ts'

describe('codes made from keys', () => {
  const things = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 60 })

  it('are distinct, within their range, and the same in whatever order the things come', () => {
    fc.assert(
      fc.property(things, fc.nat(1_000), (keys, shift) => {
        const asThings = keys.map((key) => ({ key, classCode: 'C0137' }))
        const turned = [...asThings.slice(shift % keys.length), ...asThings.slice(0, shift % keys.length)]

        const codes = unwrap(makeCodes(asThings, '341523', [100, 199]))
        const again = unwrap(makeCodes(turned, '341523', [100, 199]))

        expect(new Set(codes.values()).size).toBe(keys.length)
        for (const code of codes.values()) expect(code).toMatch(/^34152301370001\d\d$/)
        expect(keys.map((key) => again.get(key))).toEqual(keys.map((key) => codes.get(key)))
      }),
    )
  })

  it('stay with the things that have them, whatever comes later, and are not given away while a thing is missing', () => {
    fc.assert(
      fc.property(things, fc.nat(60), (keys, count) => {
        const asThings = (some: readonly string[]) => some.map((key) => ({ key, classCode: 'C0137' }))
        const first = unwrap(makeCodes(asThings(keys.slice(0, count)), '341523', [100, 199]))
        const known = new Map([...first].map(([key, code]) => [code, key]))

        const all = unwrap(makeCodes(asThings(keys), '341523', [100, 199], known))
        const rest = unwrap(makeCodes(asThings(keys.slice(count)), '341523', [100, 199], known))

        expect(new Set(all.values()).size).toBe(keys.length)
        for (const [key, code] of first) expect(all.get(key)).toBe(code)
        for (const code of rest.values()) expect(known.has(code)).toBe(false)
      }),
    )
  })

  it('are made anew for a thing of another class, beside the one it had', () => {
    const known = new Map([['3415230101000100', 'A']])

    const codes = unwrap(makeCodes([{ key: 'A', classCode: 'C0137' }], '341523', [100, 199], known))
    const back = unwrap(makeCodes([{ key: 'A', classCode: 'C0101' }], '341523', [100, 199], known))

    expect(codes.get('A')).toMatch(/^3415230137/)
    expect(back.get('A')).toBe('3415230101000100')
  })

  it('are refused when the range cannot hold them', () => {
    const many = Array.from({ length: 91 }, (_, i) => ({ key: String(i), classCode: 'C0137' }))

    expect(makeCodes(many, '341523', [1, 100])).toMatchObject({ ok: false, error: { code: 'too-large' } })
  })
})
