import type { Contracts } from '#shared/contracts/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'
import type { FieldService } from './field-service.ts'

export function fieldHandlers(hall: Hall, field: FieldService): HandlersOf<Contracts['field']> {
  return {
    movers: {
      // The clock: who falls silent is off line without a new word.
      watches: ['movers', 'reference', 'field', 'clock'],
      read: async (_arg, { caller }) => ok(await field.movers(caller === 'wall')),
    },
    cameras: {
      watches: ['field'],
      read: async () => {
        const rows = await hall.db.cache.cameras()
        const cameras = rows.map(({ id, code, name, group, lng, lat, headingDeg, viewDeg }) => ({
          ...{ id, code, name, group, lng, lat, headingDeg, viewDeg },
        }))
        return ok({ cameras })
      },
    },
    track: ({ object, from, to }) => field.track(object, from, to),
    objects: async ({ text }) => ok({ hits: await field.objects(text) }),
  }
}
