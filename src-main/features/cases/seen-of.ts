import { raisesVersion } from '#shared/domain/life-cycle/index.ts'
import type { CacheReaderApi } from '../../db/cache-api.ts'
import type { SeenCase } from './command-writer.ts'

type StoredCase = NonNullable<Awaited<ReturnType<CacheReaderApi['caseById']>>>

/** The case as this machine knows it, pending acts of its own and of neighbours included. */
export function seenOf({ row, flow, own, tip, unshown }: StoredCase): SeenCase {
  const moves = flow.filter(({ action }) => raisesVersion(action)).map(({ id }) => id)
  const told = moves.filter((id) => !own.includes(id))
  return { row, flowCount: flow.length, tip, movedBy: unshown ?? moves.at(-1), seen: [...moves, ...own], told }
}
