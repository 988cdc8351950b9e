import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskName, maskPhone } from './mask.ts'
import { normalisePhone } from './phone.ts'

describe('a telephone number', () => {
  it.each([
    ['13812345678', '13812345678'],
    ['138 1234 5678', '13812345678'],
    ['138-1234-5678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['+86 138 1234 5678', '13812345678'],
    ['008613812345678', '13812345678'],
    ['0564-8612312', '05648612312'],
    ['（0564）8612312', '05648612312'],
    ['+86 564 8612312', '05648612312'],
    ['0564-8612312转801', '05648612312'],
    ['010-65551234', '01065551234'],
    ['12345', '12345'],
    ['400-812-3456', '4008123456'],
    ['+1 213 555 0100', '+12135550100'],
  ])('written %s is %s', (text, digits) => {
    expect(normalisePhone(text)?.digits).toBe(digits)
  })

  it('without its area code is completed by the hall’s', () => {
    expect(normalisePhone('8612312', '0564')?.digits).toBe('05648612312')
    expect(normalisePhone('8612312')?.digits).toBe('8612312')
  })

  it.each(['', '无', '不愿留', 'abc', '1', '12', '\u0000', '138123456789012345', '1'.repeat(10_000), '１３８'.repeat(1000)])(
    'is not %j',
    (text) => {
      expect(normalisePhone(text)).toBeUndefined()
    },
  )

  it('reads the same again from its own digits', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.stringMatching(/^1[3-9]\d{9}$/), fc.stringMatching(/^0564[2-9]\d{6}$/), fc.string({ unit: 'binary' })),
        (text) => {
          const phone = normalisePhone(text)
          if (phone !== undefined) expect(normalisePhone(phone.digits)?.digits).toBe(phone.digits)
        },
      ),
    )
  })
})

describe('what a passer-by may see', () => {
  it.each([
    ['13812345678', '138****5678'],
    ['+86 138 1234 5678', '138****5678'],
    ['0564-8612312', '0564-86***12'],
    ['010 6555 1234', '010-65***34'],
    ['8612312', '86***12'],
    ['12345', '12345'],
    ['+1 213 555 0100', '+1***00'],
    ['张三的电话', '***'],
    ['x', '***'],
    ['', ''],
    ['  ', ''],
  ])('of the number %j is %j', (text, shown) => {
    expect(maskPhone(text)).toBe(shown)
  })

  it.each([
    ['张三丰', '张**'],
    ['张三', '张**'],
    ['王', '王**'],
    [' 李女士 ', '李**'],
    ['𠮷田', '𠮷**'],
    ['John Smith', 'J**'],
    ['', ''],
  ])('of the name %j is %j', (name, shown) => {
    expect(maskName(name)).toBe(shown)
  })

  it('never shows a mobile or landline number whole', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(?:\+86)?(?:1[3-9]\d{9}|0[3-9]\d{2}-?[2-9]\d{6,7})$/), (text) => {
        const shown = maskPhone(text)
        expect(shown).toContain('***')
        expect(shown.replace(/\D/g, '').length).toBeLessThan(text.replace(/\D/g, '').length - 2)
      }),
    )
  })

  it('is made without a throw from anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        expect([typeof maskPhone(text), typeof maskName(text)]).toEqual(['string', 'string'])
      }),
    )
  })
})
