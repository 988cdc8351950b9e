// Does this seat hold what the platform holds? Both say digests of their rows; a bucket that differs is read again and mended.
import type { Clock } from '#shared/kernel/clock.ts'
import type { ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import type { DigestBucket, DigestsReply } from '#shared/platform-api/digests.ts'
import type { CacheChange } from '../db/cache-api.ts'
import type { HallDb } from '../db/hall-db.ts'
import type { PlatformClient } from './platform-client.ts'

export interface DigestWatchOptions {
  readonly db: HallDb
  readonly client: PlatformClient
  readonly clock: Clock
  readonly mended: (change: CacheChange, what: string) => void
  /** The same bucket differs again and again: no mending helps. */
  readonly hopeless: (what: string) => void
  readonly failed: (error: unknown) => void
}

const EVERY_MS = 10 * 60_000
const EVERY_CHANGES = 1_000
/** However much changes, never more often. */
const LEAST_MS = 60_000
/** The feed should have brought what the platform has reckoned with by then. */
const PATIENCE_MS = 60_000
/** Buckets mended in one round; when more differ the next round goes on. */
const MOST_BUCKETS = 16
const HOPELESS_AFTER = 3

interface Touch {
  readonly kind: string
  readonly id: string
  readonly seq: number
}

export class DigestWatch {
  readonly #options: DigestWatchOptions
  #lastAt: number
  #changes = 0
  #isDue = false
  #running: Promise<void> | null = null
  #isStopped = false
  /** What the feed has brought since a comparison began; null while there is none. */
  #touched: Touch[] | null = null
  /**
   * Where the platform stood when it made the newest page of that time. Before the cache has come there it may lack rows: what
   * changed once more while the line was cut comes with its last version only, at the end.
   */
  #head = 0
  /** Pages go elsewhere since: what they bring is not known here. */
  #isAbandoned = false
  #wake: () => void = () => undefined
  /** How often in a row a bucket has differed. */
  readonly #strikes = new Map<string, number>()

  constructor(options: DigestWatchOptions) {
    this.#options = options
    this.#lastAt = options.clock.monotonicMs()
  }

  /** A page is about to be applied to the cache that is shown. */
  offered({ changes, head }: ChangesPage): void {
    this.#changes += changes.length
    this.#head = Math.max(this.#head, head)
    for (const { kind, id, seq } of changes) this.#touched?.push({ kind, id, seq })
  }

  /** The cache may stand elsewhere now. */
  moved(): void {
    this.#wake()
  }

  /** Another cache is being filled and will take this one's place: what was begun comes to nothing. */
  abandon(): void {
    this.#isAbandoned = true
    this.#wake()
  }

  /** What was missed has been caught up with: a good moment. */
  caughtUp(): void {
    this.#isDue = true
  }

  /** Called now and then while the data is fresh. */
  tick(): void {
    const sinceMs = this.#options.clock.monotonicMs() - this.#lastAt
    const isTime = sinceMs >= EVERY_MS || (sinceMs >= LEAST_MS && (this.#isDue || this.#changes >= EVERY_CHANGES))
    if (!isTime || this.#running !== null || this.#isStopped) return
    this.#lastAt += sinceMs
    this.#isDue = false
    this.#changes = 0
    this.#running = this.compare()
      .catch((error: unknown) => {
        this.#options.failed(error)
      })
      .finally(() => {
        this.#running = null
      })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#wake()
    await this.#running
  }

  /** One comparison of everything, with its mending. */
  async compare(): Promise<void> {
    const { db, client } = this.#options
    this.#touched = []
    this.#head = 0
    this.#isAbandoned = false
    try {
      const cursor = await db.cacheWriter.cursor()
      if (cursor === null) return
      const theirs = await client.digests(cursor)
      if (!theirs.ok || !(await this.#comesTo(theirs.value))) return
      const differing = await this.#differing(theirs.value)
      for (const { kind, bucket } of differing.slice(0, MOST_BUCKETS)) await this.#mend(kind, bucket, theirs.value.epoch)
    } finally {
      this.#touched = null
    }
  }

  async #differing({ epoch, seq, buckets: theirs }: DigestsReply): Promise<readonly DigestBucket[]> {
    const opened = await this.#options.db.openInspector()
    if (!opened.ok) return []
    const inspector = opened.value
    try {
      const { cursor, buckets: ours } = await inspector.digests()
      if (cursor?.epoch !== epoch || this.#isOver() || !this.#isWhole(cursor, seq)) return []
      // What has changed since cannot be compared this time.
      const moved = new Set(await inspector.bucketsOf(this.#touchedSince(seq)))
      const [ourHashes, theirHashes] = [hashes(ours), hashes(theirs)]
      const all = new Map([...ours, ...theirs].map((bucket) => [nameOf(bucket), bucket]))
      const differing = [...all].filter(([name]) => !moved.has(name) && ourHashes.get(name) !== theirHashes.get(name))
      for (const name of this.#strikes.keys()) if (!differing.some(([one]) => one === name)) this.#strikes.delete(name)
      return differing.map(([, bucket]) => bucket)
    } finally {
      await inspector.close()
    }
  }

  async #mend(kind: string, bucket: string, epoch: string): Promise<void> {
    const { db, client, mended, hopeless } = this.#options
    const name = nameOf({ kind, bucket })
    const strikes = (this.#strikes.get(name) ?? 0) + 1
    this.#strikes.set(name, strikes)
    if (strikes >= HOPELESS_AFTER) {
      hopeless(name)
      return
    }
    const rows = await client.digestBucket(kind, bucket, epoch)
    if (!rows.ok || rows.value.epoch !== epoch || !(await this.#comesTo(rows.value))) return
    const newer = this.#touchedSince(rows.value.seq).filter((touch) => touch.kind === kind)
    mended(
      await db.cacheWriter.mend(
        rows.value,
        newer.map(({ id }) => id),
      ),
      name,
    )
  }

  // A method, because these fields change while something is awaited.
  #isOver(): boolean {
    return this.#isStopped || this.#isAbandoned
  }

  #touchedSince(seq: number): readonly Touch[] {
    return (this.#touched ?? []).filter((touch) => touch.seq > seq)
  }

  /** Does a cache that stands here hold everything the platform held at `seq`, or something newer? */
  #isWhole(cursor: Cursor, seq: number): boolean {
    return cursor.seq >= Math.max(seq, this.#head)
  }

  /** Waits until the feed has brought the cache to a place; false when it does not come there. */
  async #comesTo({ epoch, seq }: Cursor): Promise<boolean> {
    const { db, clock } = this.#options
    const until = clock.monotonicMs() + PATIENCE_MS
    for (;;) {
      const cursor = await db.cacheWriter.cursor()
      if (cursor?.epoch !== epoch || this.#isOver()) return false
      if (this.#isWhole(cursor, seq)) return true
      if (clock.monotonicMs() > until) return false
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}

const nameOf = ({ kind, bucket }: { readonly kind: string; readonly bucket: string }): string => `${kind}/${bucket}`

function hashes(buckets: readonly DigestBucket[]): ReadonlyMap<string, string> {
  return new Map(buckets.map((bucket) => [nameOf(bucket), bucket.hash]))
}
