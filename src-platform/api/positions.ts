import { ok, refuse } from '#shared/kernel/result.ts'
import { z } from '#shared/kernel/zod.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { MOST_FIXES, MOST_TRACK_FIXES, TRACK_SPAN_MS } from '#shared/platform-api/field.ts'
import type { Caller } from '../auth/callers.ts'
import type { Positions } from '../field/positions.ts'
import { sentFix } from '../field/stored-fix.ts'
import type { OpenStreams } from './open-streams.ts'
import { PositionsStream } from './positions-stream.ts'
import { ANSWERED, serve } from './serve.ts'
import type { Api } from './serve.ts'

/** The members are read one by one, so that one that cannot be understood does not hold up the others. */
const unreadFixes = { ...endpoints.reportPositions, body: z.object({ fixes: z.array(z.unknown()).min(1).max(MOST_FIXES) }) }

/** Positions in, as they happen, and as tracks. */
export function servePositions(api: Api, positions: Positions, streams: OpenStreams): void {
  serve(
    api,
    unreadFixes,
    ({ caller, body }) => {
      const own = ownObject(caller)
      if (caller.kind === 'person' && !caller.posts.includes('inspector')) return Promise.resolve(refuse('forbidden'))
      return positions.take(body.fixes, ({ object }) => own === null || object === own)
    },
    { checksTextItself: true },
  )

  serve(api, endpoints.positionsStream, ({ caller, request, reply }) => {
    new PositionsStream(streams.begin(caller, request, reply), api.platform, positions).open()
    return Promise.resolve(ok(ANSWERED))
  })

  serve(api, endpoints.track, async ({ query }) => {
    if (query.to < query.from || query.to - query.from > TRACK_SPAN_MS)
      return refuse('bad-time', 'to: before from, or over a day')
    const fixes = await positions.track(query)
    return ok({
      object: query.object,
      fixes: fixes.slice(0, MOST_TRACK_FIXES).map(sentFix),
      next: fixes[MOST_TRACK_FIXES]?.at ?? null,
    })
  })
}

/** The one object a person may report; null: any. */
function ownObject(caller: Caller): string | null {
  return caller.kind === 'person' ? `inspector:${caller.person.id}` : null
}
