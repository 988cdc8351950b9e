import type { Contracts } from '#shared/contracts/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'

const PRESSING = 7
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Midnight of the hall's day that contains `now`. */
export function dayStartOf(now: number, zoneOffsetMinutes: number): number {
  const local = now + zoneOffsetMinutes * MINUTE_MS
  return Math.floor(local / DAY_MS) * DAY_MS - zoneOffsetMinutes * MINUTE_MS
}

export function wallHandlers(hall: Hall): HandlersOf<Contracts['wall']> {
  const { cache } = hall.db
  return {
    figures: {
      watches: ['cases', 'reference', 'outbox', 'clock'],
      read: async () => {
        const now = hall.time.now()
        const settings = await cache.hallSettings()
        const zoneOffsetMinutes = settings?.zoneOffsetMinutes ?? 480
        const [figures, pressing] = await Promise.all([
          cache.figures(now, dayStartOf(now, zoneOffsetMinutes)),
          cache.pressing(now, PRESSING),
        ])
        return ok({
          hallName: settings?.name ?? '',
          zoneOffsetMinutes,
          ...figures,
          pressing: [...pressing],
          asOf: hall.link.status().lastContactAt,
        })
      },
    },
  }
}
