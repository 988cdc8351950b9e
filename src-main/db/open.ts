import { SeatId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { assembleHallDb } from './assemble.ts'
import type { ShadowWriterApi } from './cache-api.ts'
import type { HallDb, HallDbOptions, OpenHallDb, PreparedCache } from './hall-db.ts'
import { cacheWriterOf, inspectorOf, ledgerOf, readerOf, shadowOf } from './worker-apis.ts'
import { WorkerClient } from './worker-client.ts'
import { workerUrls } from './worker-urls.ts'
import type { WorkerName } from './worker-urls.ts'

/** Opens ledger and cache, each in a thread of its own; see {@link OpenHallDb}. */
export const openHallDb: OpenHallDb = async (options) => {
  const seat = SeatId.safeParse(options.seat)
  if (!seat.success) return refuse('bad-request', 'seat')
  const threads = startThreads(options)
  try {
    const opened = await openThreads(threads, options, seat.data)
    if (!opened.ok) await endThreads(threads)
    return opened
  } catch (error) {
    await endThreads(threads)
    throw error
  }
}

interface Threads {
  /** Another thread, for a while. */
  readonly start: (name: WorkerName, isVital?: () => boolean) => WorkerClient
  readonly damage: { listener: () => void }
  readonly ledger: WorkerClient
  readonly cache: WorkerClient
  readonly readers: readonly WorkerClient[]
}

/** All at once: loading takes longer than opening. */
function startThreads({ readers, onFailure }: HallDbOptions): Threads {
  const damage = { listener: (): void => undefined }
  const isCache = (name: WorkerName): boolean => name !== 'ledger'
  const start = (name: WorkerName, isVital = (): boolean => true): WorkerClient =>
    new WorkerClient(
      name,
      workerUrls[name],
      (failure) => onFailure?.(failure, isVital()),
      () => {
        if (isCache(name)) damage.listener()
      },
    )
  return {
    start,
    damage,
    ledger: start('ledger'),
    cache: start('cache'),
    readers: Array.from({ length: Math.max(1, readers) }, () => start('reader')),
  }
}

async function openThreads(threads: Threads, { dataDir, lastS, macKey }: HallDbOptions, seat: SeatId): Promise<Result<HallDb>> {
  const readers = threads.readers.values()
  const adopted = new WeakSet<ShadowWriterApi>()
  const openShadow = async (prepared: PreparedCache | null): Promise<Result<ShadowWriterApi>> => {
    let shadow: ShadowWriterApi | null = null
    // One that dies before it has become the cache takes nothing along.
    const worker = threads.start('shadow', () => shadow !== null && adopted.has(shadow))
    const opened = await openedAs(shadowOf, worker, { dataDir, prepared })
    if (opened.ok) shadow = opened.value
    return opened
  }
  const assembled = await assembleHallDb(
    {
      dataDir,
      ledger: () => openedAs(ledgerOf, threads.ledger, { dataDir, lastS, seat, macKey }),
      cacheWriter: () => openedAs(cacheWriterOf, threads.cache, { dataDir }),
      reader: () => openedAs(readerOf, readers.next().value ?? threads.cache, { dataDir }),
      shadow: openShadow,
      inspector: () =>
        openedAs(
          inspectorOf,
          threads.start('inspector', () => false),
          { dataDir },
        ),
      damage: threads.damage,
    },
    threads.readers.length,
  )
  if (!assembled.ok) return assembled
  const db = assembled.value
  const adopt = (shadow: ShadowWriterApi): Promise<void> => {
    adopted.add(shadow)
    return db.adopt(shadow)
  }
  return ok({ ...db, adopt })
}

async function openedAs<Api>(apiOf: (worker: WorkerClient) => Api, worker: WorkerClient, options: object): Promise<Result<Api>> {
  const opened = await worker.open(options)
  return opened.ok ? ok(apiOf(worker)) : opened
}

async function endThreads({ ledger, cache, readers }: Threads): Promise<void> {
  await Promise.all([ledger, cache, ...readers].map((worker) => worker.terminate()))
}
