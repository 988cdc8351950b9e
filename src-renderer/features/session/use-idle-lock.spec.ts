import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useIdleLock } from './use-idle-lock.ts'

afterEach(() => vi.useRealTimers())

function sit(minutes: number | undefined) {
  vi.useFakeTimers()
  const clock = { now: () => Date.now(), monotonicMs: () => Date.now() }
  const lock = vi.fn()
  const seat = mount(defineComponent(() => {
    useIdleLock(() => minutes, lock, clock)
    return () => h('div')
  }))
  return { seat, lock }
}

describe('the idle lock', () => {
  it('locks after the minutes of the hall without a touch, and not before', async () => {
    const { seat, lock } = sit(5)

    await vi.advanceTimersByTimeAsync(4 * 60_000)
    window.dispatchEvent(new Event('keydown'))
    await vi.advanceTimersByTimeAsync(4.9 * 60_000)
    expect(lock).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(0.2 * 60_000)

    expect(lock).toHaveBeenCalledTimes(1)
    seat.unmount()
  })

  it('rests while nobody is signed in', async () => {
    const { seat, lock } = sit(undefined)

    await vi.advanceTimersByTimeAsync(60 * 60_000)

    expect(lock).not.toHaveBeenCalled()
    seat.unmount()
  })
})
