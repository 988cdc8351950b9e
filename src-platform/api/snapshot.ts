import { ok, refuse } from '#shared/kernel/result.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { FirstRows } from '#shared/platform-api/snapshot.ts'
import type { SnapshotKeeper } from '../snapshot/snapshot-keeper.ts'
import { readFirstRows } from '../store/first-rows.ts'
import { sendFile } from './file-range.ts'
import { ANSWERED, serve } from './serve.ts'
import type { Api } from './serve.ts'

/** Building takes minutes in a large hall; asking more often brings nothing. */
const BUILDING_RETRY_S = 5

/** How a new seat gets its first rows: the snapshot, and what it needs while that is on its way. */
export function serveSnapshot(api: Api, keeper: SnapshotKeeper): void {
  const { store, hall, clock } = api.platform
  serve(api, endpoints.snapshot, ({ query, reply }) => {
    const found = keeper.find(query.schema)
    if (!found.ok && found.error.code === 'snapshot-building') void reply.header('retry-after', BUILDING_RETRY_S)
    return Promise.resolve(found)
  })

  serve(api, endpoints.snapshotBytes, async ({ params, request, reply }) => {
    const file = keeper.files.find(params.sha256)
    if (file === undefined) return refuse('not-found', params.sha256)
    await sendFile(request, reply, { path: file.path, hash: file.info.sha256 })
    return ok(ANSWERED)
  })

  serve(api, endpoints.firstRows, async ({ reply }) => {
    const json = await readFirstRows(store.db, hall.id, { epoch: hall.epoch, time: clock.now() })
    if (api.checkReplies) FirstRows.parse(JSON.parse(json))
    void reply.type('application/json').send(json)
    return ok(ANSWERED)
  })
}
