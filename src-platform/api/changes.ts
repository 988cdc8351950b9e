import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { ChangesPage } from '#shared/platform-api/changes.ts'
import { endpoints } from '#shared/platform-api/endpoints.ts'
import { isWall } from '../auth/callers.ts'
import type { Platform } from '../platform.ts'
import { MAX_PAGE_CHARS, readChanges } from '../store/read-changes.ts'
import type { PageText } from '../store/read-changes.ts'
import type { ToldBeyond } from '../store/told-beyond.ts'
import { FeedStream } from './feed-stream.ts'
import type { OpenStreams } from './open-streams.ts'
import { PageSize } from './page-size.ts'
import { SharedReads } from './shared-reads.ts'
import { ANSWERED, serve } from './serve.ts'
import type { Api } from './serve.ts'

/** Whoever stands there was told what this store does not have. */
const BEYOND = 'seq'
/** No hall writes so much between two backups: who stands further off has a cursor that is broken. */
const MOST_LOST = 1_000_000_000

interface Position {
  readonly epoch: string
  readonly seq: number
  readonly kinds?: string | undefined
}

/** The feed, by page and as a stream. */
export function serveChanges(api: Api, streams: OpenStreams, beyond: ToldBeyond): void {
  const { platform } = api
  const reads = new SharedReads(platform.feed)
  serve(api, endpoints.changes, async ({ query, reply }) => {
    const page = await readPage(platform, query, { rows: query.limit, bytes: MAX_PAGE_CHARS })
    if (!page.ok) return page
    if (api.checkReplies) ChangesPage.parse(JSON.parse(page.value.json))
    void reply.type('application/json').send(page.value.json)
    return ok(ANSWERED)
  })

  serve(api, endpoints.changesStream, async ({ caller, query, request, reply }) => {
    const size = new PageSize(query.pageBytes)
    const first = await readPage(platform, query, size)
    if (!first.ok) {
      const isSign = first.error.detail === BEYOND && query.seq - platform.feed.head <= MOST_LOST
      // A wall only looks on: nothing it says changes the hall.
      if (isSign && caller.kind === 'device' && !isWall(caller)) await beyond.provedBy(caller.device, { seq: query.seq })
      return first
    }
    const response = streams.begin(caller, request, reply)
    const { epoch, kinds = '' } = query
    const shared = (seq: number) =>
      reads.read(`${epoch} ${kinds} ${size.bytes}`, seq, () => readPage(platform, { ...query, seq }, size))
    new FeedStream(response, platform, size, shared).open(first.value)
    return ok(ANSWERED)
  })
}

/** A page, or `cursor-expired` when the cursor is of another life of the store or beyond its head. */
async function readPage(
  platform: Platform,
  position: Position,
  { rows: limit, bytes: maxChars }: Pick<PageSize, 'rows' | 'bytes'>,
): Promise<Result<PageText>> {
  const { store, hall, clock } = platform
  if (position.epoch !== hall.epoch) return refuse('cursor-expired', 'epoch')
  const { epoch } = hall
  const kinds = position.kinds?.split(',') ?? null
  const page = await readChanges(store.db, hall.id, { epoch, seq: position.seq, limit, kinds, time: clock.now(), maxChars })
  return position.seq > page.head ? refuse('cursor-expired', BEYOND) : ok(page)
}
