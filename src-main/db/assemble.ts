import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import { RefusalError, ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { CacheInspectorApi, CacheWriterApi, MovableReaderApi, ShadowWriterApi } from './cache-api.ts'
import { CacheSwitch } from './cache-switch.ts'
import { catchUp } from './catch-up.ts'
import type { HallDb, PreparedCache } from './hall-db.ts'
import type { LedgerApi } from './ledger-api.ts'

/** How each part is opened: in threads of its own, or in the caller's. */
export interface HallDbOpeners {
  readonly dataDir: string
  ledger(): Promise<Result<LedgerApi>>
  cacheWriter(): Promise<Result<CacheWriterApi>>
  reader(): Promise<Result<MovableReaderApi>>
  shadow(prepared: PreparedCache | null): Promise<Result<ShadowWriterApi>>
  inspector(): Promise<Result<CacheInspectorApi>>
  /** Hears of damaged pages of the cache. */
  readonly damage?: { listener: () => void }
}

interface Closable {
  close(): Promise<void>
}

/**
 * Opens in order (the ledger holds the lock of the folder, the writer makes the cache), catches up, and undoes all when one is
 * refused.
 */
export async function assembleHallDb(openers: HallDbOpeners, readers: number): Promise<Result<HallDb>> {
  const opened: Closable[] = []
  const opening = async <Part extends Closable>(part: Promise<Result<Part>>): Promise<Result<Part>> => {
    const result = await part
    if (result.ok) opened.unshift(result.value)
    return result
  }
  try {
    const assembled = await openParts(openers, readers, opening)
    if (!assembled.ok) await closeAll(opened)
    return assembled
  } catch (error) {
    await closeAll(opened)
    throw error
  }
}

type Opening = <Part extends Closable>(part: Promise<Result<Part>>) => Promise<Result<Part>>

async function openParts(openers: HallDbOpeners, readers: number, opening: Opening): Promise<Result<HallDb>> {
  const ledger = await opening(openers.ledger())
  if (!ledger.ok) return ledger
  const cacheWriter = await opening(openers.cacheWriter())
  if (!cacheWriter.ok) return cacheWriter
  // With a full disk the seat still shows what it has; the link, which starts next, tries again and tells why it failed.
  await catchUp(ledger.value, cacheWriter.value).catch((error: unknown) => {
    if (!isDiskFull(error)) throw error
  })
  const pool: MovableReaderApi[] = []
  for (let i = 0; i < Math.max(1, readers); i += 1) {
    const reader = await opening(openers.reader())
    if (!reader.ok) return reader
    pool.push(reader.value)
  }
  const cache = new CacheSwitch(ledger.value, cacheWriter.value, pool)
  return ok({
    dataDir: openers.dataDir,
    ledger: ledger.value,
    cacheWriter: cache.writer,
    cache: cache.cache,
    neighbourTurns: new OneAtATime(),
    openShadow: (prepared) => openers.shadow(prepared),
    adopt: (shadow) => cache.adopt(shadow),
    openInspector: () => openers.inspector(),
    onDamaged: (listener) => {
      if (openers.damage !== undefined) openers.damage.listener = listener
    },
    close: () => closeAll([cache, ledger.value]),
  })
}

function isDiskFull(error: unknown): boolean {
  if (error instanceof RefusalError) return error.refusal.code === 'disk-full'
  return error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL'
}

/** Readers, then the cache, then the ledger with the lock. */
async function closeAll(parts: readonly Closable[]): Promise<void> {
  for (const part of parts) await part.close()
}
