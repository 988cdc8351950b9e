import type { Timers } from '#shared/kernel/clock.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { HallDb } from '../../db/hall-db.ts'
import type { LinkService } from '../../link/link-service.ts'
import type { PlatformClient } from '../../link/platform-client.ts'

interface WithoutLan {
  readonly seat: SeatId
  readonly db: HallDb
  readonly link: LinkService
  readonly client: PlatformClient
  readonly timers: Timers
  readonly failed: (where: string, error: unknown) => void
}

const LOOK_EVERY_MS = 30_000

/**
 * A host started without 本厅互联: what a former start has learnt of neighbours is forgotten, for nobody would tell when it
 * ends, and the roster is told that this machine cannot be reached any more. The returned function ends that.
 */
export async function goWithoutLan({ seat, db, link, client, timers, failed }: WithoutLan): Promise<() => void> {
  await db.ledger.forgetNeighboursBut([])
  const look = async (): Promise<void> => {
    if (link.isOffline) return
    const isListed = (await db.cache.devices()).some((row) => row.seat === seat)
    if (isListed) await client.withdraw()
  }
  return timers.every(LOOK_EVERY_MS, () => {
    look().catch((error: unknown) => {
      failed('lan roster', error)
    })
  })
}
