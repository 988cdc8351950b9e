import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '#shared/kernel/result.ts'
import { parseCompact } from './parse-compact.ts'

describe('the compact notation of limit tables', () => {
  it('gives every class of a line the line’s limits', () => {
    const classes = unwrap(parseCompact('01 上水井盖, 02 污水井盖 2U/4h/2d\n\n  local 99 驿站, 97 驿站  '))

    expect(classes.map((one) => [one.minor, one.name, one.local, one.limits.length])).toEqual([
      ['01', '上水井盖', false, 3],
      ['02', '污水井盖', false, 3],
      ['99', '驿站', true, 0],
      ['97', '驿站', true, 0],
    ])
  })

  it('takes an urgent day for 24 clock hours and remembers what a … left out', () => {
    expect(unwrap(parseCompact('01 私搭乱建 2Uday/15d'))[0]?.limits).toEqual([
      { kind: 'urgent-hours', value: 48 },
      { kind: 'working-days', value: 15 },
    ])
    expect(unwrap(parseCompact('04 公交站亭(牌) 1d…7d'))[0]).toMatchObject({
      partial: true,
      limits: [{ value: 1 }, { value: 7 }],
    })
    expect(unwrap(parseCompact('01 公共厕所 3d/4h…'))[0]).toMatchObject({ partial: true, limits: [{ value: 3 }, { value: 4 }] })
  })

  it.each([
    ['上水井盖 2U'],
    ['01'],
    ['01 上水井盖 0d'],
    ['01 上水井盖 2U/4x'],
    ['01 上水井盖,, 02 污水井盖'],
    ['1 上水 井盖 2d'],
  ])('refuses "%s" and names the line', (line) => {
    const result = parseCompact(`01 路灯 1d\n${line}`)

    expect(result).toMatchObject({ ok: false, error: { code: 'bad-request' } })
    expect(result.ok ? '' : result.error.detail).toMatch(/^line 2: /)
  })

  it('answers or refuses but never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void parseCompact(text)))
  })
})
