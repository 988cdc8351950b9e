import type { HallDb } from '#main/db/hall-db.ts'
import { LinkService } from '#main/link/link-service.ts'
import type { LinkEvents } from '#main/link/link-service.ts'
import type { PlatformClient } from '#main/link/platform-client.ts'
import { TimeKeeper } from '#main/link/time-keeper.ts'
import { systemClock, systemRandom } from '#shared/kernel/clock.ts'
import type { Clock, Timers } from '#shared/kernel/clock.ts'

/** The product's link of a seat, on the machine's own time or another; whoever listens says to what, and to every failure. */
export function aLink(
  db: HallDb,
  client: PlatformClient,
  events: Pick<LinkEvents, 'failed'> & Partial<LinkEvents>,
  { clock = systemClock, time = new TimeKeeper(clock, 0), ...more }: { clock?: Clock; time?: TimeKeeper; timers?: Timers } = {},
): LinkService {
  const deaf = () => undefined
  return new LinkService({
    ...{ client, db, clock, time, random: systemRandom, ...more },
    zoneOffsetMinutes: () => 480,
    events: { statusChanged: deaf, cacheChanged: deaf, cacheReplaced: deaf, outboxChanged: deaf, ...events },
  })
}
