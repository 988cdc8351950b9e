// A seat PC: its folder outlives its processes. A crash is a picture of the folder taken between two transactions; the next
// process starts from that picture.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { LedgerCommand, StoredDraft } from '#main/db/ledger-api.ts'
import { storageRefusal } from '#main/db-worker/storage-errors.ts'
import type { Clock } from '#shared/kernel/clock.ts'
import { CaseId } from '#shared/kernel/ids.ts'
import type { CmdId, SeatId } from '#shared/kernel/ids.ts'
import type { ChangesPage, Cursor } from '#shared/platform-api/changes.ts'
import type { SeatCommand } from '#shared/platform-api/commands.ts'
import { KnownTime, checkActTime } from './act-times.ts'
import { decisionsOf } from './decisions.ts'
import type { Decisions } from './decisions.ts'
import { Deeds } from './deeds.ts'
import { SeatDisk, mountDisk, unmountDisk } from './disk.ts'
import { guardDb } from './guard.ts'
import { copyEvidence } from './evidence-disk.ts'
import type { Evidence } from './evidence.ts'
import { noteJudged } from './invariants.ts'
import { faultOfPage } from './page-rules.ts'
import { ledgerDigest } from './ledger-digest.ts'
import type { LanNetwork } from './lan-network.ts'
import type { Network } from './network.ts'
import { bucketOf } from './reference-digests.ts'
import { copyStores, loseCaches } from './seat-files.ts'
import { startProcess } from './seat-process.ts'
import type { ProcessParts, SeatProcess } from './seat-process.ts'
import type { Seeded } from './seeded.ts'
import type { Told } from './told.ts'
import { ToldCaches } from './told-caches.ts'
import { ProcessTimers } from './virtual-time.ts'
import type { VirtualTime } from './virtual-time.ts'
import { WallClock } from './wall-clock.ts'

/** What becomes of the cache between two processes. */
export type CacheFate = 'kept' | 'deleted' | 'damaged'

export interface SeatWorld {
  readonly time: VirtualTime
  readonly network: Network
  /** Null: the seats of this hall do not know each other. */
  readonly lan: LanNetwork | null
  /** A seat has stored acts of people. */
  readonly saved: (seat: Seat, commands: readonly LedgerCommand[]) => void
  /** What a file that the platform has made, and that stands there, holds; null when it has made no such file. */
  readonly snapshotTold: (cursor: Cursor) => ChangesPage | null
  /** A command of any seat, as whoever stored it knows it. */
  readonly find: (id: string) => SeatCommand | undefined
  /** People attach files in this hall. */
  readonly hasFiles: boolean
  readonly note: (text: string) => void
  readonly complaint: (invariant: string, text: string) => void
}

const REOPEN_MS = 2_000
/** PRAGMA synchronous under which a commit in the log survives a power cut. */
const FULL = 2

export class Seat {
  readonly id: SeatId
  /** Acts the ledger has acknowledged, in this seat's whole life. */
  readonly acknowledged = new Map<string, SeatCommand>()
  readonly refused = new Set<string>()
  /** Files that people were told are safe. */
  readonly evidence: Evidence[] = []
  /** Files that somebody has begun to stage here, by hash. */
  readonly begun = new Set<string>()
  /** Files that somebody wanted to see here, and the case each was of. */
  readonly lookedAt: { readonly caseId: CaseId; readonly hash: string }[] = []
  /** Drafts as the ledger has last said it keeps them, by id. */
  readonly drafts = new Map<string, StoredDraft>()
  /** Acts of neighbours that were shown at the last look, the cache that showed them and the platform's life it followed. */
  neighboursSeen: { readonly cacheLife: number; readonly epoch: string | null; readonly ids: readonly CmdId[] } = {
    ...{ cacheLife: -1, epoch: null },
    ids: [],
  }
  readonly wall: WallClock
  /** Seqs by id and epoch: where its ledger was seen to have an act accepted, which a new life makes it forget. */
  readonly accepted = new Map<string, number>()
  /** By id of an act that was seen rejected: the cache and the life of the platform under which it was last seen so. */
  readonly refusedIn = new Map<string, string>()
  /** Acts that others may know: also those that were on disk when the machine stopped, before anybody was told. */
  readonly known = new Map<string, SeatCommand>()
  /** When the ledger took each number, for what neighbours should know. */
  readonly storedAt = new Map<number, number>()
  readonly decisions: Decisions
  readonly knownTime = new KnownTime()
  process: SeatProcess | null = null
  disk: SeatDisk
  /** Calls to the data under way; with slow workers the invariants wait until there are none. */
  busy = 0
  lastLineAt = -Infinity
  startedAt = 0
  /** When another cache took over last. */
  replacedAt = -Infinity
  /** When making another cache came to nothing last. */
  rebuildFailedAt = -Infinity
  /** When it was last seen not to say 离线. */
  onlineAt = 0
  readonly #world: SeatWorld
  readonly #root: string
  readonly #chance: Seeded
  /** Calls to its data may overtake each other, which those of a real writer do not. */
  readonly slowWorkers: boolean
  readonly #deeds = new Deeds()
  #timers: ProcessTimers
  #life = 0
  #lastDigest: string | null = null
  readonly #caches = new ToldCaches()

  constructor(id: SeatId, root: string, world: SeatWorld, chance: Seeded, slowWorkers: boolean) {
    this.id = id
    this.#root = join(root, `seat-${id}`)
    this.#world = world
    this.#chance = chance
    this.slowWorkers = slowWorkers
    this.decisions = decisionsOf(id, world.complaint)
    this.#timers = new ProcessTimers(world.time)
    this.wall = new WallClock(world.time)
    this.disk = new SeatDisk(() => undefined, () => world.time.now)
  }

  /** What the cache that counts was told. */
  get told(): Told {
    return this.#caches.told
  }

  /** Cursor and base versions may go back: the cache is another one. */
  get cacheLife(): number {
    return this.#caches.life
  }

  /** Has an act that was stored here named this file? */
  hasNamed(hash: string): boolean {
    return [...this.known.values()].some(({ body }) =>
      body.action === 'report'
        ? body.args.attachments.some((one) => one.hash === hash)
        : body.action === 'attach' && body.args.attachment.hash === hash,
    )
  }

  complain(invariant: string, text: string): void {
    this.#world.complaint(invariant, text)
  }

  get folder(): string {
    return join(this.#root, `life-${this.#life}`)
  }

  async start(): Promise<void> {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
    const timers = new ProcessTimers(this.#world.time)
    // Another process, the same disk.
    const disk = new SeatDisk(() => this.#onCrash(timers), () => this.#world.time.now, this.disk)
    this.#timers = timers
    this.disk = disk
    mountDisk(this.folder, disk)
    this.busy = 0
    this.startedAt = this.#world.time.now
    this.lastLineAt = -Infinity
    this.wall.hostStarts()
    const process = await this.#open({
      seat: this.id,
      folder: this.folder,
      disk,
      timers,
      lan: this.#world.lan,
      hasFiles: this.#world.hasFiles,
      isAlive: () => !disk.isDead,
      clock: this.#clock(),
      random: this.#chance.fork('random', this.#life),
      adapter: this.#world.network.adapterFor({
        seat: this.id,
        timers,
        isAlive: () => !disk.isDead,
        heard: () => {
          this.lastLineAt = this.#world.time.now
          this.knownTime.heard(this.#world.time.now)
        },
      }),
      opened: async (db) => {
        this.#checkLedger()
        const fault = await this.#deeds.fault(db.ledger)
        if (fault !== null) this.#world.complaint('I1', `seat ${this.id} ${fault}`)
        this.#caches.listenToCurrent(this.folder)
        this.told.moveTo(await db.cacheWriter.cursor())
        const stored = await db.ledger.commandsAt(await db.ledger.waitingNumbers())
        for (const { command } of stored) this.known.set(command.id, command)
        await this.decisions.look(db.ledger)
        this.knownTime.act = (await db.ledger.commandsAt([await db.ledger.lastS()]))[0]?.command.at ?? -Infinity
      },
      guard: (db) => this.#guard(db, disk, timers),
      failed: (where, error) => {
        if (where === 'rebuild') this.rebuildFailedAt = this.#world.time.now
        if (!disk.isDead) this.#world.note(`seat ${this.id} ${where} failed: ${String(error)}`)
      },
    })
    if (disk.isDead) return
    if (typeof process === 'string') {
      this.#world.note(`seat ${this.id} cannot open its data: ${process}`)
      timers.after(REOPEN_MS, () => void this.start())
      return
    }
    this.process = process
    this.#world.note(`seat ${this.id} is up`)
  }

  /** A host that cannot read its data ends, and its shell starts it again. */
  async #open(parts: ProcessParts): Promise<SeatProcess | string> {
    try {
      return await startProcess(parts)
    } catch (error) {
      const refusal = storageRefusal(error)
      if (refusal === undefined) throw error
      return refusal.code
    }
  }

  /** Power cut, kill -9, blue screen: nothing is closed, nothing is said. Starts again after `downMs`. */
  crash(downMs: number, cache: CacheFate): void {
    if (this.disk.isDead) return
    this.#next = { downMs, cache }
    this.disk.crash()
  }

  /** Another machine stands here from now on: nothing of the one before is left, and its ledger is a new one. */
  replace(downMs: number): void {
    if (this.disk.isDead) return
    this.crash(downMs, 'deleted')
    rmSync(this.folder, { recursive: true, force: true })
    this.#lastDigest = null
    const { acknowledged, refused, drafts, accepted, refusedIn, storedAt } = this
    for (const known of [acknowledged, refused, drafts, accepted, refusedIn, storedAt]) known.clear()
    this.evidence.length = 0
    this.#deeds.clear()
    this.decisions.forget()
    this.knownTime.forget()
  }

  /** The machine stops by itself some transactions from now. */
  crashAfter(transactions: number, downMs: number, cache: CacheFate): void {
    this.#next = { downMs, cache }
    this.disk.crashAfter(transactions)
  }

  #next: { downMs: number; cache: CacheFate } = { downMs: 1_000, cache: 'kept' }

  /** Stops as a shell asks it to, and starts again. */
  async restart(): Promise<void> {
    const { process, disk } = this
    if (process === null) return
    this.process = null
    await process.lan?.stop()
    await process.files?.service.stop()
    await process.link.stop()
    if (disk.isDead) return
    this.knownTime.ends(this.#world.time.now, !disk.hasFailed)
    this.#lastDigest = ledgerDigest(this.folder)
    disk.isDead = true
    process.glance.close()
    await process.raw.close()
    this.#timers.kill()
    this.#world.network.forgetSeat(this.id)
    this.#world.note(`seat ${this.id} stops`)
    await this.start()
  }

  /** Ends the last process; the files may go. */
  async end(): Promise<void> {
    const { process } = this
    this.process = null
    this.disk.isDead = true
    this.#timers.kill()
    unmountDisk(this.folder)
    process?.glance.close()
    await process?.raw.close().catch((error: unknown) => this.#world.note(`seat ${this.id} did not close: ${String(error)}`))
  }

  #onCrash(timers: ProcessTimers): void {
    const { process } = this
    const before = this.folder
    timers.kill()
    this.process = null
    this.knownTime.ends(this.#world.time.now, !this.disk.hasFailed)
    this.#world.note(`seat ${this.id} crashes (cache ${this.#next.cache})`)
    this.#life += 1
    copyStores(before, this.folder)
    copyEvidence(before, this.folder)
    if ((this.disk.ledgerSync?.() ?? FULL) < FULL) rmSync(join(this.folder, 'ledger.db-wal'), { force: true })
    this.#lastDigest = ledgerDigest(before)
    this.#loseCache(this.#next.cache)
    this.#world.network.breakStreams(this.id)
    this.#world.network.forgetSeat(this.id)
    this.#world.time.after(this.#next.downMs, () => void this.start())
    // Only the picture counts from here on; the old files may be closed once the code that was running has unwound.
    setImmediate(() => {
      const cleared = (): void => {
        unmountDisk(before)
        rmSync(before, { recursive: true, force: true })
      }
      // The code that was killed may have left its files in any state.
      process?.glance.close()
      void (process?.raw.close() ?? Promise.resolve()).then(cleared, cleared)
    })
  }

  #loseCache(fate: CacheFate): void {
    if (fate === 'kept') return
    this.#caches.forget()
    loseCaches(this.folder, fate === 'damaged')
  }

  /** I1, I10: whatever happened to the machine and to the cache, the ledger is what it was. */
  #checkLedger(): void {
    if (this.#lastDigest === null) return
    const now = ledgerDigest(this.folder)
    if (now !== this.#lastDigest)
      this.#world.complaint('I10', `the ledger of seat ${this.id} is not what it was before the restart`)
    this.#lastDigest = null
  }

  #clock(): Clock {
    const { time } = this.#world
    const bootedAt = time.now
    return { now: () => this.wall.now, monotonicMs: () => time.now - bootedAt }
  }

  #guard(db: Parameters<typeof guardDb>[0], disk: SeatDisk, timers: ProcessTimers): ReturnType<typeof guardDb> {
    return guardDb(db, {
      disk,
      timers,
      adoption: this.#chance.fork('adoption', this.#life),
      delays: this.slowWorkers ? this.#chance.fork('delays', this.#life) : null,
      busy: (change) => {
        if (disk === this.disk) this.busy += change
      },
      watcher: {
        begins: (ids) => this.#deeds.begins(ids),
        stored: (stored, isNew) => {
          if (isNew) this.#world.saved(this, stored)
          for (const { command } of stored) {
            if (isNew) checkActTime(this, command, this.#world.time.now, this.#world.complaint)
            this.acknowledged.set(command.id, command)
            this.known.set(command.id, command)
            this.storedAt.set(command.s, this.#world.time.now)
            this.#world.note(
              `seat ${this.id} stored ${command.s} ${command.body.action} ${command.id.slice(-4)} of ${command.caseId.slice(-4)}`,
            )
          }
        },
        decides: (settlement) => this.decisions.asked(settlement),
        decided: (settlement, ids) => this.decisions.answered(settlement, ids),
        refused: (ids) => {
          for (const id of ids) this.refused.add(id)
        },
        judged: (cursor) => noteJudged(this, cursor),
        offered: (page) => this.told.offer(page),
        answered: (isTaken, page) => {
          this.told.answer(isTaken)
          const fault = isTaken ? faultOfPage(page) : null
          if (fault !== null) this.#world.complaint('I9', `seat ${this.id} has taken a page with ${fault}`)
        },
        mended: ({ kind, bucket }, passedOver) => {
          const passed = new Set(passedOver)
          const isOf = (of: string, id: string): boolean => of === kind && bucketOf({ kind, id }) === bucket
          // What the feed has brought meanwhile was wrong too when the bucket was asked for.
          const wasWrong = this.told.countSpoilt(isOf)
          const mended = this.told.mend((of, id) => isOf(of, id) && !passed.has(id))
          if (kind === 'case') this.told.textsLost = 0
          this.#world.note(`seat ${this.id} mends ${kind}/${bucket}: ${mended} had gone wrong`)
          if (wasWrong === 0) this.#world.complaint('I18', `seat ${this.id} mended ${kind}/${bucket}, where nothing was wrong`)
        },
        begun: (rows, waiting) => {
          const cases = new Set(waiting.map((id) => this.#world.find(id)?.caseId))
          this.told.begin(rows.filter(({ kind, id }) => kind !== 'case' || !cases.has(CaseId.parse(id))))
        },
        besideBegins: (from) =>
          this.#caches.besideBegins(this.folder, from === null ? null : this.#world.snapshotTold(from)),
        besideOffered: (page) => this.#caches.besideOffered(page),
        besideAnswered: (isTaken) => this.#caches.besideAnswered(isTaken),
        wasReplaced: () => {
          const early = this.#caches.tooEarly()
          if (early !== null) this.#world.complaint('I20', `a cache of seat ${this.id} took over at ${early}`)
          this.#caches.listenToCurrent(this.folder)
          this.replacedAt = this.#world.time.now
        },
      },
    })
  }
}
