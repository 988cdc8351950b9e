import type { Hall } from '#main/features/hall/index.ts'
import { Sealer } from '#main/features/personal/index.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import { systemRandom } from '#shared/kernel/clock.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { TestSeat } from './a-seat.ts'
import { MONDAY_NINE } from './case-story.ts'

/** The host around a seat's real data, without a line; `lan`: the hall's own network, where there is one. */
export function anOfflineHall(seat: TestSeat, clock: Clock, lan?: unknown): Hall {
  const link = {
    sending: new Set<string>(),
    isOffline: true,
    commandsAdded: (added: Parameters<TestSeat['writer']['overlay']>[0] = []) => seat.writer.overlay(added),
    status: () => ({ waiting: 0 }),
  }
  // Synchronous calls answer awaiting callers just as well; of the link only what an offline seat has.
  return {
    ...{ seat: '1' as SeatId, db: { ledger: seat.ledger, cacheWriter: seat.writer, cache: seat.reader }, link, clock, lan },
    random: systemRandom,
    time: { now: () => MONDAY_NINE, doubtful: false },
    signals: { raise: () => undefined, listen: () => () => undefined },
    sealer: new Sealer({ id: 'k', key: Buffer.alloc(32, 9) }),
  } as unknown as Hall
}
