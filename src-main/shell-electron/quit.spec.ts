import { describe, expect, it } from 'vitest'
import { QuitOrder } from './quit.ts'
import type { QuitStep } from './quit.ts'

function quit(steps: (did: string[]) => QuitStep[], deadlineMs = 10_000) {
  const did: string[] = []
  const warned: string[] = []
  const order = new QuitOrder(steps(did), () => did.push('forced'), (what) => warned.push(what), deadlineMs)
  return { did, warned, order }
}

describe('quitting', () => {
  it('joins one step before the next, then lets go', async () => {
    const { did, order } = quit((log) => ['windows', 'host', 'platform'].map((name) => ({ name, run: async () => {
      await Promise.resolve()
      log.push(name)
    } })))

    await order.end()

    expect(did).toEqual(['windows', 'host', 'platform', 'forced'])
  })

  it('happens once, however often it is asked for', async () => {
    const { did, order } = quit((log) => [{ name: 'host', run: () => void log.push('host') }])

    await Promise.all([order.end(), order.end()])

    expect(did).toEqual(['host', 'forced'])
    expect(order.hasBegun).toBe(true)
  })

  it('goes on when a step fails, and says so', async () => {
    const { did, warned, order } = quit((log) => [
      { name: 'host', run: () => Promise.reject(new Error('stuck')) },
      { name: 'platform', run: () => void log.push('platform') },
    ])

    await order.end()

    expect(did).toEqual(['platform', 'forced'])
    expect(warned).toEqual(['quit, host: stuck'])
  })

  it('ends by force what does not end within the deadline', async () => {
    const { did, warned, order } = quit(() => [{ name: 'host', run: () => new Promise(() => undefined) }], 20)

    await order.end()

    expect(did).toEqual(['forced'])
    expect(warned).toEqual(['not ended after 20 ms'])
  })
})
