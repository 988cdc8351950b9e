import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { systemClock } from '#shared/kernel/clock.ts'
import type { Timers } from '#shared/kernel/clock.ts'
import { ok } from '#shared/kernel/result.ts'
import { sha256 } from '#tests/builders/a-picture.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { SOON } from '#tests/builders/patience.ts'
import { Fetcher } from './fetcher.ts'
import { FileStore } from './file-store.ts'
import { storeKeyOf } from './sealed-format.ts'

/** Time that stands until it is let pass. */
class GivenTime {
  #now = 0
  readonly #waiting = new Map<() => void, number>()
  readonly timers: Timers = {
    after: (ms, task) => {
      this.#waiting.set(task, this.#now + ms)
      return () => void this.#waiting.delete(task)
    },
    every: () => () => undefined,
  }

  pass(ms: number): void {
    this.#now += ms
    for (const [task, at] of [...this.#waiting]) {
      if (at > this.#now || !this.#waiting.delete(task)) continue
      task()
    }
  }
}

/** A platform whose line says nothing more after half of a file, the first time each is asked for. */
async function aSeat(files: readonly Buffer[]) {
  const time = new GivenTime()
  const store = await FileStore.open({ folder: aDataFolder(), storeKey: storeKeyOf(Buffer.alloc(32, 7)), mostCachedBytes: 1e9 })
  const ended = { count: 0 }
  const asked: { readonly file: number; readonly from: number }[] = []
  const fetcher = new Fetcher({
    client: {
      read: (hash, from) => {
        const file = files.findIndex((bytes) => sha256(bytes) === hash)
        const bytes = files[file] ?? Buffer.alloc(0)
        const isFirst = !asked.some((before) => before.file === file)
        asked.push({ file, from })
        const body = new Readable({ read: () => undefined })
        body.push(isFirst ? bytes.subarray(from, bytes.length / 2) : bytes.subarray(from))
        if (!isFirst) body.push(null)
        return Promise.resolve(ok({ body, from }))
      },
    },
    ...{ store, clock: systemClock, timers: time.timers, isOffline: () => false, onChanged: () => undefined },
    onEnded: () => void (ended.count += 1),
    onFailure: (_, error) => {
      throw error
    },
  })
  const want = (): void => {
    for (const bytes of files) fetcher.want(sha256(bytes), bytes.length)
  }
  const isHalf = (file: number): boolean => {
    const bytes = files[file] ?? Buffer.alloc(0)
    return fetcher.of(sha256(bytes))?.fetched === bytes.length / 2
  }
  return { time, store, asked, ended, want, isHalf, fetcher }
}

describe('a file whose line falls silent on its way', () => {
  it('is taken up where it broke after 15 s, and not before', async () => {
    const files = [randomBytes(40_000)]
    const { time, store, asked, want, isHalf } = await aSeat(files)
    want()
    await expect.poll(() => isHalf(0), SOON).toBe(true)

    time.pass(14_999)
    expect(asked).toHaveLength(1)
    time.pass(1)

    await expect.poll(() => store.has(sha256(files[0]!)), SOON).toBe(true)
    expect(asked).toEqual([
      { file: 0, from: 0 },
      { file: 0, from: 20_000 },
    ])
  })

  it('does not keep the others from coming for ever', async () => {
    const files = [randomBytes(40_000), randomBytes(40_000), randomBytes(40_000)]
    const { time, store, want, isHalf } = await aSeat(files)
    want()
    await expect.poll(() => isHalf(0) && isHalf(1), SOON).toBe(true)
    time.pass(15_000)
    await expect.poll(() => isHalf(2), SOON).toBe(true)
    time.pass(15_000)

    await expect.poll(() => files.every((bytes) => store.has(sha256(bytes))), SOON).toBe(true)
  })

  it('is told as ended when it comes no more, as when it has come: its case may have left meanwhile', async () => {
    const files = [randomBytes(40_000)]
    const { time, asked, ended, want, isHalf, fetcher } = await aSeat(files)
    const unknown = '7'.repeat(64)
    want()
    fetcher.want(unknown, 900)
    await expect.poll(() => isHalf(0) && asked.length === 2, SOON).toBe(true)

    time.pass(15_000)

    await expect.poll(() => fetcher.of(unknown)?.fault, SOON).toBe('offline')
    await expect.poll(() => ended.count, SOON).toBe(2)
  })

  it('is let go when the machine stops', async () => {
    const { want, isHalf, fetcher, time } = await aSeat([randomBytes(40_000)])
    want()
    await expect.poll(() => isHalf(0), SOON).toBe(true)

    const stopped = fetcher.stop()
    time.pass(15_000)

    await expect(stopped).resolves.toBeUndefined()
  })
})
