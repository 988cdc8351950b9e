import type { Contracts } from '#shared/contracts/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'

export function lanHandlers(hall: Hall): HandlersOf<Contracts['lan']> {
  return {
    status: {
      watches: ['lan'],
      read: () => Promise.resolve(ok(hall.lan?.status() ?? { on: false, trouble: null, peers: [], relay: null })),
    },
  }
}
