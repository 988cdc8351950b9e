import { ok, refuse } from '#shared/kernel/result.ts'
import { BucketReply } from '#shared/platform-api/digests.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { readBucket } from '../digests/read-bucket.ts'
import { readDigests } from '../digests/read-digests.ts'
import { ANSWERED, serve } from './serve.ts'
import type { Api } from './serve.ts'

/** By what a seat finds out whether it holds the hall's rows, and the rows of a bucket that differs. */
export function serveDigests(api: Api): void {
  const { store, hall } = api.platform
  serve(api, endpoints.digests, async ({ query }) => {
    if (query.epoch !== hall.epoch) return refuse('cursor-expired', 'epoch')
    const { seq, buckets } = await readDigests(store.db, hall.id)
    return seq < query.seq ? refuse('cursor-expired', 'seq') : ok({ epoch: hall.epoch, seq, buckets: [...buckets] })
  })

  serve(api, endpoints.digestBucket, async ({ params, query, reply }) => {
    if (query.epoch !== hall.epoch) return refuse('cursor-expired', 'epoch')
    const json = await readBucket(store.db, hall.id, { epoch: hall.epoch, ...params })
    if (api.checkReplies) BucketReply.parse(JSON.parse(json))
    void reply.type('application/json').send(json)
    return ok(ANSWERED)
  })
}
