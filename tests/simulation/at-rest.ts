import type { ReferenceStore } from './reference-store.ts'
import type { Seat } from './seat.ts'

/** Nothing is on its way at a seat: it says 正常, stands where the platform stands, and owes nobody anything. */
export async function isAtRest({ process, busy }: Seat, { epoch, head }: ReferenceStore): Promise<boolean> {
  if (process === null || busy > 0) return false
  const { rung, waiting, behind, rebuild } = process.link.status()
  if (rung !== 'normal' || waiting > 0 || behind > 0 || rebuild !== null) return false
  const { cacheWriter, ledger } = process.raw
  const cursor = await cacheWriter.cursor()
  if (cursor?.epoch !== epoch || cursor.seq !== head) return false
  const left = await Promise.all([ledger.unsent(1), cacheWriter.pendingIds(), ledger.neighbours(), cacheWriter.neighboursShown()])
  return left.every(({ length }) => length === 0)
}
