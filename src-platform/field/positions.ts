import { checkPosition } from '#shared/domain/geometry/coordinates.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { FIX_AHEAD_MS, FIX_BEHIND_MS, Fix } from '#shared/platform-api/field.ts'
import type { FixLine, PositionsReply } from '#shared/platform-api/field.ts'
import { HallSettings } from '#shared/platform-api/rows.ts'
import type { Platform } from '../platform.ts'
import { findEntity } from '../store/entities.ts'
import { KnownObjects } from './known-objects.ts'
import { LatestFixes } from './latest-fixes.ts'
import { readTrack } from './read-track.ts'
import type { TrackSpan } from './read-track.ts'
import { storedFix } from './stored-fix.ts'
import type { StoredFix } from './stored-fix.ts'
import { TrackWriter } from './track-writer.ts'

/** Tracks are written when so many turns have passed; between them only memory has them. */
const TURNS_TO_FLUSH = 5
/** A muck truck may well leave the county; nobody is a whole degree (100 km) outside of it. */
const OUTSIDE_DEG = 1

/** Where everything that moves is and was, in one platform process. `turn` runs once a second. */
export class Positions {
  readonly #platform: Platform
  readonly #known: KnownObjects
  readonly #latest: LatestFixes
  readonly #tracks: TrackWriter
  readonly #listeners = new Set<() => void>()
  #turns = 0

  constructor(platform: Platform) {
    const { store, hall, clock, random } = platform
    this.#platform = platform
    this.#known = new KnownObjects(store.db, hall.id)
    this.#latest = new LatestFixes(store.db, hall.id)
    this.#tracks = new TrackWriter(hall.id, clock, random)
  }

  /** Takes what is good, whatever order it comes in; the rest is refused by its place. */
  async take(raw: readonly unknown[], mayReport: (fix: Fix) => boolean): Promise<Result<PositionsReply>> {
    const read = raw.map((one) => Fix.safeParse(one))
    if (read.some(({ data }) => data !== undefined && !mayReport(data))) return refuse('forbidden', 'object')
    const fixes = read.flatMap(({ data }) => data ?? [])
    const known = await this.#known.among(fixes.map(({ object }) => object))
    const bounds = await this.#bounds()
    const refused: PositionsReply['refused'] = []
    for (const [index, { data: fix, error }] of read.entries()) {
      const checked = fix === undefined ? refuse('bad-request', error.issues[0]?.path.join('.') ?? '') : this.#check(fix, bounds)
      if (!checked.ok) refused.push({ index, code: checked.error.code, detail: checked.error.detail ?? '' })
      else if (known.has(checked.value.object)) this.#put(checked.value)
      else refused.push({ index, code: 'not-found', detail: checked.value.object })
    }
    return ok({ taken: raw.length - refused.length, refused })
  }

  get rev(): number {
    return this.#latest.rev
  }

  /** The latest fixes that have changed in this process since a {@link rev}; all of them since 0. */
  since(rev: number): FixLine[] {
    return this.#latest.since(rev)
  }

  /** The fixes in the span, oldest first. */
  track(span: TrackSpan): Promise<StoredFix[]> {
    const { store, hall } = this.#platform
    return readTrack(store.db, hall.id, span, this.#tracks.fixesOf(span.object))
  }

  /** Hears of the end of every turn: what other processes have is known now. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Exchanges with the store; throws when it cannot be reached, and nothing is lost by that. */
  async turn(): Promise<void> {
    await this.#latest.exchange()
    this.#turns += 1
    if (this.#turns % TURNS_TO_FLUSH === 0) await this.flush()
    for (const listener of this.#listeners) listener()
  }

  /** Writes what is only in memory. */
  async flush(): Promise<void> {
    await this.#tracks.flush(this.#platform.store.db)
  }

  #put(fix: Fix): void {
    const stored = storedFix(fix)
    this.#latest.take(fix.object, stored)
    this.#tracks.add(fix.object, stored)
  }

  #check(fix: Fix, bounds: Bbox | undefined): Result<Fix> {
    const age = this.#platform.clock.now() - fix.at
    if (age < -FIX_AHEAD_MS) return refuse('bad-time', 'at: ahead of the hall')
    if (age > FIX_BEHIND_MS) return refuse('bad-time', 'at: too long ago')
    const where = checkPosition(fix.lng, fix.lat, bounds)
    return where.ok ? ok(fix) : where
  }

  async #bounds(): Promise<Bbox | undefined> {
    const { store, hall } = this.#platform
    const settings = HallSettings.safeParse((await findEntity(store.db, hall.id, 'settings', 'hall'))?.row)
    if (!settings.success) return undefined
    const [west, south, east, north] = settings.data.bounds
    return [west - OUTSIDE_DEG, south - OUTSIDE_DEG, east + OUTSIDE_DEG, north + OUTSIDE_DEG]
  }
}
