import { describe, expect, it } from 'vitest'
import { cutShort } from './cut-short.ts'

describe('the beginning of a text', () => {
  it.each([
    ['井盖破损', 2, '井盖'],
    ['短', 120, '短'],
    ['', 5, ''],
    // One picture of seven units: a family.
    ['到👨‍👩‍👧', 5, '到'],
    ['e\u0301\u0301e', 3, 'e\u0301\u0301'],
  ])('of %j is, in %i units, whole letters', (text, most, short) => {
    expect(cutShort(text, most)).toBe(short)
  })
})
