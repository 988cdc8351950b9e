import { describe, expect, it } from 'vitest'
import { LEAST_PAGE_BYTES } from '#shared/platform-api/changes.ts'
import { MAX_PAGE_CHARS } from '../store/read-changes.ts'
import { PageSize } from './page-size.ts'

describe('how large the pages of a stream are', () => {
  it('begin small and are as large as may be after a few', () => {
    const size = new PageSize(undefined)
    const sizes = Array.from({ length: 8 }, () => {
      const { bytes } = size
      size.sentFull()
      return bytes
    })
    expect(sizes[0]).toBe(64 * 1024)
    expect(sizes.at(-1)).toBe(MAX_PAGE_CHARS)
  })

  it('stay as a reader on a slow line asked for a while, and then grow', () => {
    const size = new PageSize(LEAST_PAGE_BYTES)
    for (let n = 0; n < 7; n += 1) size.sentFull()
    expect(size.bytes).toBe(LEAST_PAGE_BYTES)
    size.sentFull()
    expect(size.bytes).toBe(2 * LEAST_PAGE_BYTES)
  })

  it('read no more rows than fill them', () => {
    expect(new PageSize(LEAST_PAGE_BYTES).rows).toBe(16)
    expect(new PageSize(MAX_PAGE_CHARS).rows).toBe(1_000)
  })
})
