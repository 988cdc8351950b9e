// The feed. One table is truth and feed at once: each entity stands at the seq of its latest version, so reading from
// seq 0 is a bootstrap and reading from a cursor is catching up; seqs are given in commit order under the hall's head row.
import { z } from '#shared/kernel/zod.ts'

/** Schema number of the rows in the feed; a seat that knows only an older one stops and says so. */
export const FEED_SCHEMA = 1

/** `epoch` names one life of the platform's store; a restored backup starts a new one. */
export const Cursor = z.object({ epoch: z.string().min(1).max(64), seq: z.int().min(0) })
export type Cursor = z.infer<typeof Cursor>

export const EntityKind = z.enum([
  'case',
  'flow',
  'grid',
  'duty-grid',
  'component',
  'department',
  'person',
  'catalogue',
  'calendar',
  'street',
  'place',
  'map-feature',
  'map-tile',
  'settings',
  'camera',
  'vehicle',
  'device',
])
export type EntityKind = z.infer<typeof EntityKind>

/** Unknown members of a row are kept; an unknown `op` stops the cursor. */
export const Change = z.object({
  seq: z.int().min(1),
  kind: z.string().max(40),
  id: z.string().min(1).max(128),
  ver: z.int().min(0),
  op: z.enum(['put', 'delete']),
  row: z.record(z.string(), z.unknown()).nullable(),
})
export type Change = z.infer<typeof Change>

/** GET /v1/changes?epoch=E&seq=N&limit=500[&kinds=case,flow] → one page. `from` must equal the asked seq: pages may not skip. */
export const ChangesPage = z.object({
  epoch: z.string(),
  schema: z.int(),
  from: z.int().min(0),
  /** The cursor after this page; changes with seq in (from, next]. */
  next: z.int().min(0),
  /** The hall's head when the page was read. */
  head: z.int().min(0),
  more: z.boolean(),
  /** Platform time, epoch ms. */
  time: z.int(),
  changes: z.array(Change),
})
export type ChangesPage = z.infer<typeof ChangesPage>

/**
 * GET /v1/changes/stream?epoch=E&seq=N[&pageBytes=B] → NDJSON, one line each: pages as they commit, a heartbeat every 1,500 ms
 * (also right at the start). The reply stays open. 410 with `cursor-expired` when the epoch or seq cannot be served. On a slow
 * line a large page keeps beats waiting behind it: a reader asks for pages that take it about a second, and gets none that is
 * larger.
 */
export const StreamLine = z.discriminatedUnion('type', [
  z.object({ type: z.literal('page'), page: ChangesPage }),
  z.object({ type: z.literal('beat'), epoch: z.string(), head: z.int(), time: z.int() }),
])
export type StreamLine = z.infer<typeof StreamLine>

/** Smallest page a reader may ask for, bytes; what was committed together is never cut for it. */
export const LEAST_PAGE_BYTES = 4 * 1024

export const HEARTBEAT_MS = 1_500
/** No heartbeat for so long means 离线. */
export const OFFLINE_AFTER_MS = 4_500
