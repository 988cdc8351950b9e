import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { buildCaseNo, parseCaseNo } from './case-number.ts'
import { CodePatterns, defaultCodePatterns } from './code-patterns.ts'
import { classCodeOf, parseClassCode, parseComponentCode, parseGridCode } from './parse-code.ts'

const hostile = [
  '',
  ' ',
  '34152300100200',
  '3415230010020031',
  '34152300100200a',
  '三四一五二三〇〇一〇〇二〇〇三',
  '341523001002-03',
  '\u0000'.repeat(15),
  '9'.repeat(100_000),
]

describe('codes of grids and components', () => {
  it('takes a unit grid code apart, however it was pasted', () => {
    for (const text of ['341523001002003', ' 341523 001 002 003\n', '３４１５２３００１００２００３']) {
      const { code, parts } = unwrap(parseGridCode(text))
      expect([code, ...parts]).toEqual([
        '341523001002003',
        ['district', '341523'],
        ['street', '001'],
        ['community', '002'],
        ['serial', '003'],
      ])
    }
  })

  it('tells the class of a component from its code', () => {
    const component = unwrap(parseComponentCode('3205080101000001'))

    expect(classCodeOf(component)).toBe('C0101')
    expect(component.parts.get('serial')).toBe('000001')
  })

  it('reads the edition with three-digit minors when configured so', () => {
    const pattern = [
      { name: 'district', length: 6 },
      { name: 'major', length: 2 },
      { name: 'minor', length: 3 },
      { name: 'serial', length: 5 },
    ]

    expect(classCodeOf(unwrap(parseComponentCode('3205080108100001', pattern)))).toBe('C01081')
  })

  it.each(hostile)('refuses %j', (text) => {
    expect(parseGridCode(text)).toMatchObject({ ok: false, error: { code: 'bad-grid-code' } })
    expect(parseComponentCode(text.slice(0, 15))).toMatchObject({ ok: false, error: { code: 'bad-component-code' } })
  })

  it('reads back every code of any pattern', () => {
    const parts = fc.uniqueArray(
      fc.record({ name: fc.constantFrom('district', 'street', 'serial', 'more'), length: fc.integer({ min: 1, max: 6 }) }),
      {
        selector: (part) => part.name,
        minLength: 1,
      },
    )

    fc.assert(
      fc.property(parts, fc.bigInt({ min: 0n, max: 10n ** 24n - 1n }), (pattern, number) => {
        const length = pattern.reduce((sum, part) => sum + part.length, 0)
        const text = String(number).padStart(24, '0').slice(0, length)
        expect([...unwrap(parseGridCode(text, pattern)).parts.values()].join('')).toBe(text)
      }),
    )
  })

  it('takes class codes apart and refuses what is none', () => {
    expect(unwrap(parseClassCode('E0110'))).toEqual({ kind: 'event', major: '01', minor: '10' })
    for (const text of ['', 'X0101', 'C010', 'C0101-1', 'c0101'])
      expect(parseClassCode(text)).toMatchObject({ error: { code: 'unknown-class' } })
  })
})

describe('configured code patterns', () => {
  it('accepts the defaults: 15, 16 and 19 digits', () => {
    expect(CodePatterns.parse(defaultCodePatterns)).toEqual(defaultCodePatterns)
    expect(unwrap(parseGridCode('1'.repeat(15))).code).toHaveLength(15)
    expect(unwrap(parseComponentCode('1'.repeat(16))).code).toHaveLength(16)
  })

  it.each([
    ['an expression instead of lengths', { grid: '(a+)+$' }],
    ['a part twice', { grid: [...defaultCodePatterns.grid, { name: 'serial', length: 3 }] }],
    ['more than 24 digits', { grid: [...defaultCodePatterns.grid, { name: 'more', length: 10 }] }],
    [
      'a component without a class',
      {
        component: [
          { name: 'district', length: 6 },
          { name: 'serial', length: 6 },
        ],
      },
    ],
    [
      'a case number without a full date',
      {
        caseNo: [
          { name: 'district', length: 6 },
          { name: 'date', length: 6 },
          { name: 'serial', length: 5 },
        ],
      },
    ],
  ])('refuses %s', (_, change) => {
    expect(CodePatterns.safeParse({ ...defaultCodePatterns, ...change }).success).toBe(false)
  })
})

describe('case numbers', () => {
  it('has 19 digits: district, local day, serial', () => {
    const no = unwrap(buildCaseNo({ district: '341523', day: '20250930', serial: 42 }))

    expect(no).toBe('3415232025093000042')
    expect(unwrap(parseCaseNo(no))).toEqual({ district: '341523', day: '20250930', serial: 42 })
  })

  it('refuses a day that does not exist and a serial that does not fit', () => {
    const parts = { district: '341523', day: '20250930', serial: 1 }
    const codeOf = (change: Partial<typeof parts>): string => {
      const result = buildCaseNo({ ...parts, ...change })
      return result.ok ? result.value : result.error.code
    }

    for (const day of ['20250229', '2025093', '2025-9-30', '', '20251301', '19691231']) expect(codeOf({ day })).toBe('bad-time')
    for (const serial of [0, -1, 1.5, Number.NaN, 100_000]) expect(codeOf({ serial })).toBe('bad-request')
    for (const district of ['', '34152', '3415231', '34152a']) expect(codeOf({ district })).toBe('bad-request')
  })

  it('refuses to read what is none', () => {
    for (const text of [...hostile, '3415232025022900042', '3415232025093000000']) expect(parseCaseNo(text).ok).toBe(false)
  })
})
