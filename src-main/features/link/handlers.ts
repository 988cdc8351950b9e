import type { Contracts } from '#shared/contracts/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import type { Hall } from '../hall/index.ts'

export function linkHandlers(hall: Hall): HandlersOf<Contracts['link']> {
  return {
    status: { watches: ['link', 'outbox', 'clock'], read: () => Promise.resolve(ok(hall.link.status())) },
  }
}
