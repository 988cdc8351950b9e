import { describe, expect, it } from 'vitest'
import { LEAST_PAGE_BYTES } from '#shared/platform-api/changes.ts'
import { MAX_PAGE_CHARS } from '../store/read-changes.ts'
import { PageSize } from './page-size.ts'

describe('how large the pages of a stream are', () => {
  it('begin small, are as large as may be after a few, and begin again once all is sent', () => {
    const size = new PageSize(undefined)
    const sizes = Array.from({ length: 8 }, () => {
      const { bytes } = size
      size.sent(true)
      return bytes
    })
    expect(sizes[0]).toBe(64 * 1024)
    expect(sizes.at(-1)).toBe(MAX_PAGE_CHARS)

    size.sent(false)
    expect(size.bytes).toBe(64 * 1024)
  })

  it('never grow beyond what a reader on a slow line asked for', () => {
    const size = new PageSize(LEAST_PAGE_BYTES)
    for (let n = 0; n < 100; n += 1) size.sent(true)
    expect(size.bytes).toBe(LEAST_PAGE_BYTES)
  })

  it('read no more rows than fill them', () => {
    expect(new PageSize(LEAST_PAGE_BYTES).rows).toBe(16)
    const large = new PageSize(undefined)
    for (let n = 0; n < 8; n += 1) large.sent(true)
    expect(large.rows).toBe(1_000)
  })
})
