import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PlayedChild } from '#tests/fakes/played-child.ts'
import { PlatformKeeper } from './platform-keeper.ts'
import type { PlatformState } from './platform-keeper.ts'

let platforms: PlayedChild[]
let states: PlatformState[]
let keeper: PlatformKeeper

const newest = (): PlayedChild => platforms.at(-1)!
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)
const ready = JSON.stringify({ type: 'platform-ready', url: 'http://127.0.0.1:5001', pid: 7 })
async function crashFiveTimes(word?: string): Promise<void> {
  for (let crash = 0; crash < 5; crash += 1) {
    if (word !== undefined) newest().print(word)
    newest().leave({ code: 1, signal: null })
    await pass(6_000)
  }
}

beforeEach(async () => {
  vi.useFakeTimers()
  platforms = []
  states = []
  keeper = new PlatformKeeper({
    clock: { now: () => Date.now(), monotonicMs: () => Date.now() },
    start: () => {
      const platform = new PlayedChild()
      platforms.push(platform)
      return Promise.resolve(platform)
    },
    onState: (state) => states.push(state),
    onFilling: () => undefined,
    onPast: () => undefined,
  })
  await keeper.start()
})
afterEach(() => {
  keeper.forceStop()
  vi.useRealTimers()
})

describe('the embedded platform', () => {
  it('is ready with its address, whatever a library prints beside it', () => {
    for (const line of ['', 'warning: something', '{"type":"platform-ready"}', ready]) newest().print(line)

    expect(states).toEqual([{ state: 'starting' }, { state: 'ready', url: 'http://127.0.0.1:5001', departmentUrl: null }])
  })

  it('comes back after a crash', async () => {
    newest().leave({ code: null, signal: 'SIGKILL' })
    await pass(300)

    expect(states.map(({ state }) => state)).toEqual(['starting', 'gone', 'starting'])
  })

  it('rests for a minute with its own reason after five crashes in one, and is tried again', async () => {
    await crashFiveTimes(JSON.stringify({ type: 'platform-refused', code: 'disk-full', detail: '/data' }))
    expect(platforms).toHaveLength(5)
    expect(states.at(-1)).toEqual({ state: 'resting', refusal: { code: 'disk-full', detail: '/data' } })

    await pass(60_000)
    newest().print(ready)
    expect(platforms).toHaveLength(6)
    expect(states.at(-1)).toMatchObject({ state: 'ready' })
  })

  it('is not brought back from its rest once the shell stops', async () => {
    await crashFiveTimes()

    await keeper.stop()
    await pass(120_000)

    expect(platforms).toHaveLength(5)
  })

  it('is asked to end, never killed for being slow', async () => {
    await pass(3_600_000)
    expect(newest().isKilled).toBe(false)

    await keeper.stop()
    expect([newest().isKilled, platforms.length]).toEqual([false, 1])
  })
})
