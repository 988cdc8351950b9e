import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemClock, systemTimers } from '#shared/kernel/clock.ts'
import { unwrap } from '#shared/kernel/result.ts'
import { aDataFolder } from '#tests/builders/a-folder.ts'
import { sha256 } from '#tests/builders/a-picture.ts'
import { Fetcher } from './fetcher.ts'
import type { FetcherOptions } from './fetcher.ts'
import { FileStore } from './file-store.ts'
import { storeKeyOf } from './sealed-format.ts'

/** A real store and a platform that nobody hears, unless `parts` says otherwise. */
async function aFetcher(parts: Partial<FetcherOptions> = {}) {
  const store = await FileStore.open({ folder: aDataFolder(), storeKey: storeKeyOf(Buffer.alloc(32, 7)), mostCachedBytes: 0 })
  const nobody: FetcherOptions['client'] = {
    read: () => Promise.resolve({ ok: false, error: { status: 0, code: 'offline', retryAfterMs: 0 } }),
  }
  const fetcher = new Fetcher({
    ...{ client: nobody, store, clock: systemClock, timers: systemTimers, isOffline: () => false },
    ...{ onChanged: () => undefined, onKept: () => undefined },
    onFailure: (_where, error) => {
      throw error
    },
    ...parts,
  })
  return { fetcher, store }
}

describe('a file that somebody wants to see', () => {
  it('and that then came from this machine’s own camera is not said to be missing', async () => {
    const photograph = randomBytes(900)
    const { fetcher, store } = await aFetcher({ isOffline: () => true })
    fetcher.want(sha256(photograph), 900)
    expect(fetcher.of(sha256(photograph))).toMatchObject({ fault: 'offline' })

    const writer = unwrap(await store.writer(900))
    await writer.write(photograph)
    unwrap(await store.keep(writer, 0))

    expect(fetcher.of(sha256(photograph))).toBeUndefined()
  })
})
