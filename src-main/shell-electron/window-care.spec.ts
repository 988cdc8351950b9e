import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakeWindow } from '#tests/fakes/electron/unit.ts'
import { keepAlive } from './window-care.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function aWindow() {
  const window = new FakeWindow({})
  const warned: string[] = []
  keepAlive('window seat', window.real, (what) => warned.push(what))
  const dies = (): void => void window.webContents.emit('render-process-gone', {}, { reason: 'oom' })
  return { window, warned, dies, reloads: () => window.did.filter((what) => what === 'reload').length }
}

describe('a window whose page dies', () => {
  it('loads again, five times a minute at most', () => {
    const { warned, dies, reloads } = aWindow()

    for (let time = 0; time < 8; time += 1) dies()

    expect(reloads()).toBe(5)
    expect(warned).toContain('window seat: oom')
  })

  it('is tried again after five minutes of rest, and again, as long as it is open', () => {
    const { window, warned, dies, reloads } = aWindow()
    for (let time = 0; time < 6; time += 1) dies()
    expect(warned.at(-1)).toBe('window seat: died too often, left alone for 5 minutes')

    vi.advanceTimersByTime(299_000)
    expect(reloads()).toBe(5)
    vi.advanceTimersByTime(1_000)
    expect(reloads()).toBe(6)

    for (let time = 0; time < 5; time += 1) dies()
    expect(reloads()).toBe(10)
    window.destroy()
    vi.advanceTimersByTime(600_000)
    expect(reloads()).toBe(10)
  })

  it('is left closed when it went by itself', () => {
    const { window, reloads } = aWindow()

    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })

    expect(reloads()).toBe(0)
  })
})

describe('a window that stands still', () => {
  it('is ended and loads again after half a minute, and the log says what that may cost', () => {
    const { window, warned, reloads } = aWindow()

    window.emit('unresponsive')
    vi.advanceTimersByTime(29_000)
    expect(reloads()).toBe(0)
    vi.advanceTimersByTime(1_000)

    expect(reloads()).toBe(1)
    expect(warned).toEqual([
      'window seat: unresponsive',
      'window seat: unresponsive for 30 s, ended and loaded again; what was typed in the last moments may be lost',
      'window seat: killed',
    ])
    vi.advanceTimersByTime(600_000)
    expect(reloads()).toBe(1)
  })

  it('keeps its words when it was merely slow', () => {
    const { window, reloads } = aWindow()

    window.emit('unresponsive')
    vi.advanceTimersByTime(25_000)
    window.emit('responsive')
    vi.advanceTimersByTime(600_000)

    expect(reloads()).toBe(0)
  })
})
