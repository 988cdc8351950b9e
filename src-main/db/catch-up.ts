import type { CacheChange, CacheWriterApi } from './cache-api.ts'
import type { HallDb } from './hall-db.ts'
import type { LedgerApi, LedgerCommand } from './ledger-api.ts'

const STEP = 500

type Changed = (change: CacheChange) => void
const nobody: Changed = () => undefined

/** Where the acts of neighbours are. */
interface Overlaid extends Pick<HallDb, 'neighbourTurns'> {
  readonly ledger: Pick<LedgerApi, 'neighbours'>
  readonly cacheWriter: Pick<CacheWriterApi, 'overlayNeighbours' | 'settleNeighbours' | 'neighboursShown'>
}

/**
 * Brings the cache up to the ledger: outcomes written down just before a crash, commands stored but not folded in, or all of them
 * after the cache was made anew; and what neighbours still have to send. The ledger knows; the cache follows.
 */
export async function catchUp(ledger: LedgerApi, cacheWriter: CacheWriterApi): Promise<void> {
  await catchUpOwn(ledger, cacheWriter, nobody)
  await alignNeighbours(ledger, cacheWriter, nobody)
}

/** The same beside whatever else goes on; `changed` hears of every step. */
export async function catchUpMeanwhile(db: Overlaid & Pick<HallDb, 'ledger' | 'cacheWriter'>, changed: Changed): Promise<void> {
  await catchUpOwn(db.ledger, db.cacheWriter, changed)
  changed(await catchUpNeighbours(db, changed))
}

/** What neighbours still have to send, as the ledger knows it. */
export function catchUpNeighbours({ ledger, cacheWriter, neighbourTurns }: Overlaid, changed: Changed): Promise<CacheChange> {
  return neighbourTurns.run(() => alignNeighbours(ledger, cacheWriter, changed))
}

async function catchUpOwn(ledger: LedgerApi, cacheWriter: CacheWriterApi, changed: Changed): Promise<void> {
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
}

/** The second look is for what left while the first was taken: whatever the cache shows then has been in the ledger before. */
async function alignNeighbours(
  ledger: Overlaid['ledger'],
  cacheWriter: Overlaid['cacheWriter'],
  changed: Changed,
): Promise<CacheChange> {
  changed(await cacheWriter.overlayNeighbours(await ledger.neighbours()))
  const shown = await cacheWriter.neighboursShown()
  const known = new Set((await ledger.neighbours()).map(({ command }) => command.id))
  const gone = shown.filter(({ id, isAccepted }) => !isAccepted && !known.has(id))
  return cacheWriter.settleNeighbours(gone.map(({ id }) => ({ id, accepted: null })))
}
