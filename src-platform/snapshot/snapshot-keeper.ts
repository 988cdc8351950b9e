import type { FastifyBaseLogger } from 'fastify'
import { CACHE_SCHEMA } from '#shared/cache-schema/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import type { SnapshotInfo } from '#shared/platform-api/snapshot.ts'
import { mintToken } from '../auth/tokens.ts'
import { countRows } from '../digests/read-digests.ts'
import type { Platform } from '../platform.ts'
import { runBuilder } from './run-builder.ts'
import { SnapshotFiles } from './snapshot-files.ts'

export interface SnapshotOptions {
  readonly platform: Platform
  readonly folder: string
  /** The builder; null: none came with this platform, and no snapshot is kept. */
  readonly program: string | null
  readonly log: FastifyBaseLogger
  readonly rules?: Partial<SnapshotRules>
}

/** When a snapshot is worth its making, and may cost something. */
export interface SnapshotRules {
  /** A hall with fewer rows is read faster in pages. */
  readonly leastRows: number
  readonly mostChanges: number
  readonly mostAgeMs: number
  /** Nothing is built so shortly after a start: seats come first. */
  readonly firstAfterMs: number
  /** How often it is looked whether one is due. */
  readonly everyMs: number
}

const usualRules: SnapshotRules = {
  leastRows: 5_000,
  mostChanges: 50_000,
  mostAgeMs: 6 * 3_600_000,
  firstAfterMs: 60_000,
  everyMs: 15_000,
}

/** How long it rests after so many failures in a row. */
const RESTS_MS = [0, 10_000, 60_000, 300_000, 1_800_000]
/** A row in a cache with its indexes, when nothing better is known. */
const BYTES_PER_ROW = 3_000

/** Keeps the hall's snapshot: decides when it is made anew, has it made, publishes it. One call of `turn` at a time. */
export class SnapshotKeeper {
  readonly #options: SnapshotOptions
  readonly #stopping = new AbortController()
  readonly rules: SnapshotRules
  readonly files: SnapshotFiles
  readonly #token = mintToken('builder')
  #isBuilding = false
  #failures = 0
  #restsUntilMs: number
  #isOpen = false

  constructor(options: SnapshotOptions) {
    this.#options = options
    this.rules = { ...usualRules, ...options.rules }
    this.files = new SnapshotFiles(options.folder)
    this.#restsUntilMs = options.platform.clock.monotonicMs() + this.rules.firstAfterMs
  }

  /** Of the credential that the builder of this process calls with. */
  get tokenHash(): string {
    return this.#token.hash
  }

  /** The snapshot for caches of a schema; `snapshot-building` while the first one is made, else `no-snapshot`. */
  find(schema: number): Result<SnapshotInfo> {
    const current = this.#current()
    if (schema !== CACHE_SCHEMA || this.#options.program === null) return refuse('no-snapshot', `schema ${schema}`)
    if (current !== null) return ok(current)
    return refuse(this.#isBuilding ? 'snapshot-building' : 'no-snapshot')
  }

  /** Looks whether one is due and makes it; `url` is where this process can be reached. A failure leaves the one before. */
  async turn(url: string): Promise<void> {
    const { platform, program } = this.#options
    if (program === null || this.#stopping.signal.aborted || !platform.feed.isAlive) return
    if (!this.#isOpen) await this.files.open((info) => info.epoch === platform.hall.epoch && info.schema === CACHE_SCHEMA)
    this.#isOpen = true
    if (platform.clock.monotonicMs() < this.#restsUntilMs || !(await this.#isDue())) return
    this.#isBuilding = true
    const made = await this.#build(program, url).finally(() => (this.#isBuilding = false))
    if (made.ok) this.#failures = 0
    else await this.#failed(made.error)
  }

  stop(): void {
    this.#stopping.abort()
  }

  /** The one that is published, unless its life is over. */
  #current(): SnapshotInfo | null {
    const { current } = this.files
    return current?.epoch === this.#options.platform.hall.epoch ? current : null
  }

  async #isDue(): Promise<boolean> {
    const { store, hall, feed, clock } = this.#options.platform
    const current = this.#current()
    if ((await countRows(store.db, hall.id)) < this.rules.leastRows) return false
    if (current === null) return true
    const behind = feed.head - current.seq
    return behind > this.rules.mostChanges || (behind > 0 && clock.now() - current.builtAt > this.rules.mostAgeMs)
  }

  async #build(program: string, url: string): Promise<Result<SnapshotInfo>> {
    const { platform, log } = this.#options
    const startedMs = platform.clock.monotonicMs()
    const short = await this.#findShortage()
    if (short !== undefined) return refuse('disk-full', short)
    const order = { url, token: this.#token.token, folder: this.files.work }
    const built = await runBuilder({
      ...{ program, order, signal: this.#stopping.signal },
      onLine: (line) => log.debug({ part: 'snapshot', ...line }, 'building'),
    })
    if (!built.ok) return built
    // Restored while it was building: then it is of a life that is over.
    if (built.value.epoch !== platform.hall.epoch) return refuse('cursor-expired', 'epoch')
    const published = await this.files.publish(built.value, platform.clock.now())
    if (published.ok) {
      const { seq, bytes, rawBytes } = published.value
      log.info({ part: 'snapshot', seq, bytes, rawBytes, ms: Math.round(platform.clock.monotonicMs() - startedMs) }, 'published')
    }
    return published
  }

  /** A copy and its packed form stand beside the builder's cache for a while. */
  async #findShortage(): Promise<string | undefined> {
    const { store, hall } = this.#options.platform
    const { free, used } = await this.files.room()
    const needed = Math.max(used * 1.5, (await countRows(store.db, hall.id)) * BYTES_PER_ROW * 2 - used)
    return free < needed ? `${Math.ceil(needed / 1_048_576)} MB needed, ${Math.floor(free / 1_048_576)} MB free` : undefined
  }

  async #failed(refusal: Refusal): Promise<void> {
    if (this.#stopping.signal.aborted) return
    const { platform, log } = this.#options
    this.#failures += 1
    const restMs = RESTS_MS[Math.min(this.#failures, RESTS_MS.length - 1)] ?? 0
    this.#restsUntilMs = platform.clock.monotonicMs() + restMs
    log.warn({ part: 'snapshot', ...refusal, failures: this.#failures, restMs }, 'not built; the one before is served on')
    if (this.#failures % 2 === 0) await this.files.forgetWork()
  }
}
