import { describe, expect, it } from 'vitest'
import type { Random } from '#shared/kernel/clock.ts'
import { askedForMs, backoffMs } from './backoff.ts'

const always = (byte: number): Random => ({ bytes: (length) => new Uint8Array(length).fill(byte) })
const least = always(0)
const most = always(255)

describe('the wait before the next attempt', () => {
  it('doubles up to five seconds, half of it by chance', () => {
    const waits = [0, 1, 2, 3, 10, 1_000].map((failures) => [backoffMs(failures, least), backoffMs(failures, most)])

    expect(waits).toEqual([
      [125, 250],
      [250, 500],
      [500, 1_000],
      [1_000, 2_000],
      [2_500, 5_000],
      [2_500, 5_000],
    ])
  })

  it('is never shorter than the platform asked for, and up to a quarter longer so that seats do not come back in one breath', () => {
    expect(askedForMs(20_000, least)).toBe(20_000)
    expect(askedForMs(20_000, most)).toBe(25_000)
    expect(backoffMs(0, least, 20_000)).toBe(20_000)
    expect(askedForMs(0, most)).toBe(0)
  })
})
