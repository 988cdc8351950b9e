import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import type { Timers } from '#shared/kernel/clock.ts'
import { PlatformName } from './platform-name.ts'

const home: readonly LookupAddress[] = [{ address: '10.1.2.3', family: 4 }]

/** A name server whose answers are given by hand, and a clock that is moved by hand. */
class Scene {
  readonly asked: { readonly name: string; answer: PromiseWithResolvers<readonly LookupAddress[]> }[] = []
  readonly #due: (() => void)[] = []
  readonly #timers: Timers = {
    after: (_, task) => {
      this.#due.push(task)
      return () => void this.#due.splice(this.#due.indexOf(task), 1)
    },
    every: () => () => undefined,
  }
  readonly name = new PlatformName((name) => {
    const answer = Promise.withResolvers<readonly LookupAddress[]>()
    this.asked.push({ name, answer })
    return answer.promise
  }, this.#timers)

  get last(): PromiseWithResolvers<readonly LookupAddress[]> {
    return this.asked.at(-1)!.answer
  }

  /** The patience of everybody who waits is over. */
  timePasses(): void {
    for (const task of this.#due.splice(0)) task()
  }

  fails(code: string): void {
    this.last.reject(Object.assign(new Error(code), { code }))
  }

  async addresses(): Promise<readonly LookupAddress[] | string> {
    return this.name.addresses('platform.city').catch((error: unknown) => String((error as { code?: string }).code))
  }
}

describe('the platform’s name', () => {
  it('is asked for once for all who want to know at the same time, and again later', async () => {
    const scene = new Scene()

    const both = Promise.all([scene.addresses(), scene.addresses()])
    scene.last.resolve(home)

    expect(await both).toEqual([home, home])
    const later = scene.addresses()
    expect(scene.asked).toHaveLength(2)
    scene.last.resolve([{ address: '10.1.2.4', family: 4 }])
    expect(await later).toEqual([{ address: '10.1.2.4', family: 4 }])
  })

  it('is unknown while the name server is silent, without one more thread for every question', async () => {
    const scene = new Scene()

    const first = scene.addresses()
    scene.timePasses()

    expect(await first).toBe('EAI_AGAIN')
    expect(await scene.addresses()).toBe('EAI_AGAIN')
    expect(scene.asked).toHaveLength(1)
    scene.last.resolve(home)
    await Promise.resolve()
    const heard = scene.addresses()
    scene.last.resolve(home)
    expect(await heard).toEqual(home)
  })

  it.each(['EAI_AGAIN', 'ETIMEDOUT', 'silence'])('stays what it was last when nobody can be asked: %s', async (how) => {
    const scene = new Scene()
    const known = scene.addresses()
    scene.last.resolve(home)
    await known

    const now = scene.addresses()
    if (how === 'silence') scene.timePasses()
    else scene.fails(how)

    expect(await now).toEqual(home)
  })

  it('is unknown when the name server says that there is none, whatever was known before', async () => {
    const scene = new Scene()
    const known = scene.addresses()
    scene.last.resolve(home)
    await known

    const now = scene.addresses()
    scene.fails('ENOTFOUND')

    expect(await now).toBe('ENOTFOUND')
  })
})
