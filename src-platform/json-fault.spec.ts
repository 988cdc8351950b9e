import { describe, expect, it } from 'vitest'
import { findJsonFault } from './json-fault.ts'

describe('what cannot be stored', () => {
  it('finds nothing wrong with Chinese, emoji, empty text, nulls and large numbers', () => {
    expect(findJsonFault({ words: '井盖缺失🕳', empty: '', none: null, far: 9e15, list: [[[1]]] })).toBeUndefined()
  })

  it.each([
    [{ args: { words: 'a\0b' } }, 'args.words: NUL'],
    [{ list: ['ok', '\ud800'] }, 'list.1: broken Unicode'],
    [{ 'a\0': 1 }, 'member: NUL in a name'],
    [{ n: JSON.parse('1e400') as number }, 'n: number out of range'],
    ['\0', 'NUL'],
  ])('names the place in %j', (value, fault) => {
    expect(findJsonFault(value)).toBe(fault)
  })

  it('does not overflow on a hundred thousand levels', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))

    expect(findJsonFault(deep)).toMatch(/nested too deep$/)
  })
})
