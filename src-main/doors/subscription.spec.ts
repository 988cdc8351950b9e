import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DownFrame } from '#shared/contracts/frames.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { encodeDown } from './codec.ts'
import { sameBytes } from './same-bytes.ts'
import { Subscription } from './subscription.ts'

const START = Date.parse('2026-11-20T14:26:08+08:00')

/** A topic of a cache, and what its window has heard of it; times are seconds after the start. */
function watched(first: Result<unknown>) {
  let answer = first
  let last: Uint8Array | null = null
  const reads: number[] = []
  const heard: DownFrame[] = []
  const ended = vi.fn()
  const subscription = new Subscription(1, ['cases'], {
    read: () => {
      reads.push(Math.round((Date.now() - START) / 1_000))
      return Promise.resolve(answer)
    },
    send: (frame, onlyIfChanged) => {
      const bytes = encodeDown(frame.t === 'value' ? { ...frame, rev: 0 } : frame)
      if (onlyIfChanged && last !== null && sameBytes(last, bytes)) return false
      last = bytes
      heard.push(frame)
      return true
    },
    ended,
  })
  return {
    ...{ subscription, reads, heard, ended },
    become: (next: Result<unknown>) => {
      answer = next
    },
  }
}

describe('a watched topic at the host', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('that cannot be read is tried again by itself, less and less often, and told once', async () => {
    const { reads, heard, ended } = watched(refuse('not-found', 'catalogue'))

    await vi.advanceTimersByTimeAsync(125_000)

    expect(reads).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121])
    expect(heard).toEqual([{ t: 'trouble', id: 1, error: { code: 'not-found', detail: 'catalogue' } }])
    expect(ended).not.toHaveBeenCalled()
  })

  it('sends what there is as soon as it can be read, and then rests', async () => {
    const { reads, heard, become } = watched(refuse('internal'))
    await vi.advanceTimersByTimeAsync(2_000)

    become(ok({ open: 46 }))
    await vi.advanceTimersByTimeAsync(600_000)

    expect(heard.map(({ t }) => t)).toEqual(['trouble', 'value'])
    expect(reads).toEqual([0, 1, 3])
  })

  it('is read when a signal touches it, long before its next try', async () => {
    const { subscription, heard, become } = watched(refuse('storage-failed'))
    await vi.advanceTimersByTimeAsync(60_000)

    become(ok({ open: 46 }))
    subscription.onSignal('cases')
    await vi.advanceTimersByTimeAsync(100)

    expect(heard.map(({ t }) => t)).toEqual(['trouble', 'value'])
  })

  it('is told the same value again after trouble, for the window shows it as old', async () => {
    const { subscription, heard, become } = watched(ok({ open: 46 }))
    await vi.advanceTimersByTimeAsync(100)
    become(refuse('internal'))
    subscription.onSignal('cases')
    await vi.advanceTimersByTimeAsync(100)

    become(ok({ open: 46 }))
    await vi.advanceTimersByTimeAsync(1_000)

    expect(heard.map(({ t }) => t)).toEqual(['value', 'trouble', 'value'])
  })

  it('does not come back for a window that ended it, nor for somebody who may not watch it', async () => {
    const left = watched(refuse('internal'))
    const stranger = watched(refuse('forbidden'))
    await vi.advanceTimersByTimeAsync(100)
    left.subscription.end()

    await vi.advanceTimersByTimeAsync(600_000)

    expect(left.reads).toEqual([0])
    expect(stranger.reads).toEqual([0])
    expect(stranger.heard).toEqual([{ t: 'refused', id: 1, error: { code: 'forbidden' } }])
    expect(stranger.ended).toHaveBeenCalledOnce()
  })
})
