import { ok } from '#shared/kernel/result.ts'
import { FEED_SCHEMA } from '#shared/platform-api/changes.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { openApiDocument } from './openapi.ts'
import { serve } from './serve.ts'
import type { Api } from './serve.ts'

/** Health, time and the contract itself; open to everybody. */
export function serveSystem(api: Api): void {
  const { feed, hall, clock } = api.platform
  serve(api, endpoints.health, ({ reply }) => {
    const isUp = feed.isAlive
    if (!isUp) void reply.code(503).header('retry-after', 1)
    return Promise.resolve(
      ok({
        product: 'wanmi-platform' as const,
        ok: isUp,
        hall: hall.id,
        epoch: hall.epoch,
        schema: FEED_SCHEMA,
        head: feed.head,
        time: clock.now(),
      }),
    )
  })
  serve(api, endpoints.time, () => Promise.resolve(ok({ time: clock.now() })))

  const document = JSON.stringify(openApiDocument())
  api.app.get('/openapi.json', { exposeHeadRoute: false }, (_request, reply) => reply.type('application/json').send(document))
}
