import type { Contracts } from '#shared/contracts/index.ts'
import { ok } from '#shared/kernel/result.ts'
import type { HandlersOf } from '../../doors/handlers.ts'
import { sessionOf } from '../cases/index.ts'
import type { Hall } from '../hall/index.ts'

export function linkHandlers(hall: Hall): HandlersOf<Contracts['link']> {
  return {
    status: { watches: ['link', 'outbox', 'clock'], read: () => Promise.resolve(ok(hall.link.status())) },
  }
}

export function cacheHandlers(hall: Hall): HandlersOf<Contracts['cache']> {
  return {
    rebuild: async (_, context) => {
      const { person, posts } = sessionOf(context)
      const asked = hall.link.rebuildCache()
      await hall.db.ledger.audit({
        ...{ at: hall.time.now(), person, post: posts.join(','), what: 'cache.rebuild', subject: null },
        ...{ result: asked.ok ? 'ok' : 'refused', detail: asked.ok ? null : asked.error.code },
      })
      return asked
    },
  }
}
