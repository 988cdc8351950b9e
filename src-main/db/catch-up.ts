import type { CacheChange, CacheWriterApi } from './cache-api.ts'
import type { LedgerApi, LedgerCommand } from './ledger-api.ts'

const STEP = 500

/**
 * Brings the cache up to the ledger: outcomes written down just before a crash, commands stored but not folded in, or all of them
 * after the cache was made anew; and what neighbours still have to send. The ledger knows; the cache follows. `changed` hears of every step.
 */
export async function catchUp(
  ledger: LedgerApi,
  cacheWriter: CacheWriterApi,
  changed: (change: CacheChange) => void = () => undefined,
): Promise<void> {
  const pending = await Promise.all((await cacheWriter.pendingIds()).map((id) => ledger.find(id)))
  const settled = pending.map((found) => found?.outcome ?? null).filter((outcome) => outcome !== null)
  if (settled.length > 0) changed(await cacheWriter.settle(settled))
  let from = await cacheWriter.foldFrom()
  let missing: readonly LedgerCommand[]
  do {
    missing = await ledger.since(from, STEP)
    changed(await cacheWriter.overlay(missing, from))
    from = missing.at(-1)?.command.s ?? from
  } while (missing.length > 0)
  changed(await cacheWriter.overlayNeighbours(await ledger.neighbours(), true))
}
