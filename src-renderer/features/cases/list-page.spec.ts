import { describe, expect, it } from 'vitest'
import { PAGE_SIZE, pageOffset, stepTo } from './list-page.ts'

describe('the page of a long list', () => {
  it('stays while what is in sight is on it', () => {
    expect(pageOffset(0, 0, 12)).toBe(0)
    expect(pageOffset(0, 150, PAGE_SIZE - 1)).toBe(0)
  })

  it('moves so that what is in sight is on it, with rows to spare before', () => {
    for (const first of [195, 400, 9_990]) {
      const offset = pageOffset(0, first, first + 12)

      expect(offset).toBeLessThanOrEqual(first - 50)
      expect(offset + PAGE_SIZE).toBeGreaterThan(first + 12)
    }
    expect(pageOffset(9_900, 10, 22)).toBe(0)
  })
})

describe('the next case', () => {
  it('is the neighbour, and the list has ends', () => {
    expect(stepTo(3, 3, 1, 7)).toBe(4)
    expect(stepTo(3, 3, -1, 7)).toBe(2)
    expect(stepTo(6, 6, 1, 7)).toBe(6)
    expect(stepTo(0, 0, -1, 7)).toBe(0)
  })

  it('is the one that slid into the place of a case that has gone on', () => {
    expect(stepTo(-1, 2, 1, 6)).toBe(2)
    expect(stepTo(-1, 2, -1, 6)).toBe(1)
    expect(stepTo(-1, 6, 1, 6)).toBe(5)
  })

  it('is the first where nothing was selected', () => {
    expect(stepTo(-1, 0, 1, 7)).toBe(0)
  })
})
