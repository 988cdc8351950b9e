import type { CacheChange, CacheWriterApi } from './cache-api.ts'
import type { LedgerApi, LedgerCommand } from './ledger-api.ts'

const STEP = 500

/**
 * Brings the cache up to the ledger: outcomes written down just before a crash, commands stored but not folded in, or all of them
 * after the cache was made anew; and what neighbours still have to send. The ledger knows; the cache follows. `changed` hears of
 * every step.
 */
export async function catchUp(
  ledger: LedgerApi,
  cacheWriter: CacheWriterApi,
  changed: (change: CacheChange) => void = () => undefined,
): Promise<void> {
  let from = await cacheWriter.foldFrom()
  let missing: readonly LedgerCommand[]
  do {
    missing = await ledger.since(from, STEP)
    changed(await cacheWriter.overlay(missing, from))
    from = missing.at(-1)?.command.s ?? from
  } while (missing.length > 0)
  // Last, for what was decided meanwhile too: its word may have come to the cache before the act itself.
  const pending = await Promise.all((await cacheWriter.pendingIds()).map((id) => ledger.find(id)))
  const settled = pending.map((found) => found?.outcome ?? null).filter((outcome) => outcome !== null)
  if (settled.length > 0) changed(await cacheWriter.settle(settled))
  changed(await catchUpNeighbours(ledger, cacheWriter, changed))
}

/**
 * What neighbours still have to send, as the ledger knows it. The second look is for what left while the first was taken:
 * whatever the cache shows then has been in the ledger before.
 */
export async function catchUpNeighbours(
  ledger: Pick<LedgerApi, 'neighbours'>,
  cacheWriter: Pick<CacheWriterApi, 'overlayNeighbours' | 'settleNeighbours' | 'neighboursShown'>,
  changed: (change: CacheChange) => void = () => undefined,
): Promise<CacheChange> {
  changed(await cacheWriter.overlayNeighbours(await ledger.neighbours()))
  const shown = await cacheWriter.neighboursShown()
  const known = new Set((await ledger.neighbours()).map(({ command }) => command.id))
  const gone = shown.filter(({ id, isAccepted }) => !isAccepted && !known.has(id))
  return cacheWriter.settleNeighbours(gone.map(({ id }) => ({ id, accepted: null })))
}
