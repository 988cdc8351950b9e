import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findNumbers, hideNumbers, maskNumbersInName } from './find-numbers.ts'
import { isIdentityNumber, isOldIdentityNumber } from './identity-number.ts'

const hidden = (text: string): string => hideNumbers(text).text

describe('a number typed into free text', () => {
  it.each([
    ['来电13812345678，请回电', '来电138****5678，请回电'],
    ['打138 1234 5678或139-0000-1111', '打138****5678或139****1111'],
    ['电话１３８１２３４５６７８。', '电话138****5678。'],
    ['电话１３８－１２３４－５６７８', '电话138****5678'],
    ['+86 138 1234 5678', '138****5678'],
    ['8613812345678', '138****5678'],
    ['1381 234 5678', '138****5678'],
    ['13812 345678', '138****5678'],
    ['联系人张三13812345678/13900001111', '联系人张三138****5678/139****1111'],
    ['座机0564-8612312转801', '座机0564-86***12转801'],
    ['座机（0564）8612312', '座机0564-86***12'],
    ['座机 010 6555 1234', '座机 010-65***34'],
    ['05648612312', '056486***12'],
    ['01065551234', '010-65***34'],
    ['1.13812345678、2.05648612312', '1.138****5678、2.056486***12'],
    ['1.138 1234 5678\n2.0564-8612312', '1.138****5678\n2.0564-86***12'],
    ['10.13812345678', '10.138****5678'],
    ['身份证11010519491231002X', '身份证1101**********002X'],
    ['身份证11010519491231002x丢失', '身份证1101**********002x丢失'],
    ['440524 18800101 0014', '4405**********0014'],
    ['１１０１０５１９４９１２３１００２Ｘ', '1101**********002X'],
    ['旧证110105670401001', '旧证1101*******1001'],
    ['身份证号：110105491231002', '身份证号：1101*******1002'],
  ])('%j is kept as %j', (text, kept) => {
    expect(hidden(text)).toBe(kept)
  })

  it.each([
    ['a case number', '案卷3415232025093000042重复'],
    ['a unit grid code', '网格341523001001012'],
    ['a unit grid code of a town', '341523103201007'],
    ['a component code', '部件3415230112000345'],
    ['a house number', '人民路138号1234室5678幢'],
    ['amounts', '罚款13812345678元，￥13812345678，$13812345678.50'],
    ['coordinates', '116.13812345678，39.15012345678'],
    ['coordinates that begin with an area code', '116.05648612312, 31.05648612312'],
    ['a fraction', '0.13812345678，0.05648612312'],
    ['a time and a day', '0930-20250930 巡查'],
    ['a day and a time', '2025-09-30 13:45:12'],
    ['service numbers', '拨打12345或110、4008123456'],
    ['eighteen digits whose check is wrong', '110105194912310021'],
    ['eighteen digits with a day that is none', '110105194913310021'],
    ['a bank card', '6222021234567890123'],
    ['an electricity meter', '表号0012345678'],
    ['nothing', ''],
  ])('%s stays as it was typed', (_, text) => {
    expect(hidden(text)).toBe(text)
  })

  it('is told where it stands, as typed, and in the one form a caller is known by', () => {
    const { text, hidden: found } = hideNumbers('先打138 1234 5678，再打0564-8612312')

    expect(found.map(({ kind, plain, digits }) => [kind, plain, digits])).toEqual([
      ['mobile', '138 1234 5678', '13812345678'],
      ['landline', '0564-8612312', '05648612312'],
    ])
    for (const { at, masked } of found) expect(text.slice(at, at + masked.length)).toBe(masked)
  })

  it('is found once: hiding what is hidden changes nothing', () => {
    const numbers = fc.constantFrom(
      '13812345678',
      '139-0000-1111',
      '0564-8612312',
      '11010519491231002X',
      '，',
      ' ',
      '路3号',
      '1',
      '0',
    )
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 12 }), (parts) => {
        const once = hidden(parts.join(''))
        expect(hidden(once)).toBe(once)
      }),
    )
  })

  it('never makes a text longer than it was', () => {
    const digits = fc.stringMatching(/^(?:1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7})$/)
    fc.assert(
      fc.property(digits, (number) => {
        expect(hidden(number).length).toBeLessThanOrEqual(number.length)
        expect(hidden(number)).not.toBe(number)
      }),
    )
    expect(hidden('05648612312，'.repeat(333)).length).toBe(3996)
  })

  it('is found anywhere between Chinese words, and both ends are given back exactly', () => {
    const words = fc.string({ unit: fc.constantFrom('井', '盖', '，', '。', '甲', '\n'), maxLength: 20 })
    const phone = fc.stringMatching(/^1[3-9]\d{9}$/)
    fc.assert(
      fc.property(words, phone, words, (before, number, after) => {
        const { text, hidden: found } = hideNumbers(before + number + after)
        expect(found).toHaveLength(1)
        expect(text).not.toContain(number)
        expect(text.startsWith(before) && text.endsWith(after)).toBe(true)
      }),
    )
  })

  it('is looked for in anything without a throw, and long texts take no long time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const { hidden: found } = hideNumbers(text)
        for (const { from, to, plain } of found) expect(text.slice(from, to)).toBe(plain)
      }),
    )
    expect(findNumbers('1 3-'.repeat(1_000)).length + findNumbers('1'.repeat(4_000)).length).toBe(0)
    expect(findNumbers('13812345678 '.repeat(333))).toHaveLength(333)
  })
})

describe('a number in the name of a file', () => {
  it.each([
    ['13812345678_20261122.mp3', '138＊＊＊＊5678_20261122.mp3'],
    ['20261122_13812345678.m4a', '20261122_138＊＊＊＊5678.m4a'],
    ['2026.11.22.13812345678.3gp', '2026.11.22.138＊＊＊＊5678.3gp'],
    ['138.1234.5678.mp3', '138＊＊＊＊5678.mp3'],
    ['138_1234_5678.mp3', '138＊＊＊＊5678.mp3'],
    ['来电(0564)8612312_139-0000-1111.wav', '来电0564-86＊＊＊12_139＊＊＊＊1111.wav'],
    ['１３８１２３４５６７８．jpg', '138＊＊＊＊5678．jpg'],
    ['张三11010519491231002X.jpg', '张三1101＊＊＊＊＊＊＊＊＊＊002X.jpg'],
  ])('%s is masked as %s, the ending stays, and once is enough', (name, kept) => {
    expect(maskNumbersInName(name)).toBe(kept)
    expect(maskNumbersInName(kept)).toBe(kept)
  })

  it.each(['IMG_20261122_134512.jpg', 'mmexport1700000000000.jpg', '2026-11-22 13.45.12.png', '3415232025093000042.pdf', '井盖 2.jpg', ''])(
    '%j stays',
    (name) => {
      expect(maskNumbersInName(name)).toBe(name)
    },
  )
})

describe('an identity number', () => {
  it('has a check character that no single wrong digit passes', () => {
    fc.assert(
      fc.property(fc.nat(16), fc.integer({ min: 1, max: 9 }), (at, step) => {
        const real = '110105194912310'.padEnd(17, '02').slice(0, 17)
        const whole = `${real}${[...'0123456789X'].find((check) => isIdentityNumber(real + check)) ?? ''}`
        expect(isIdentityNumber(whole)).toBe(true)
        const wrong = [...whole]
        wrong[at] = String((Number(wrong[at]) + step) % 10)
        expect(isIdentityNumber(wrong.join(''))).toBe(false)
      }),
    )
  })

  it.each(['', '1', 'X'.repeat(18), '990105194912310021', '１１０１０５１９４９１２３１００２Ｘ'])('is not %j', (text) => {
    expect([isIdentityNumber(text), isOldIdentityNumber(text, true)]).toEqual([false, false])
  })
})
