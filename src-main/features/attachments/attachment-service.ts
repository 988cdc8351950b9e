import { join } from 'node:path'
import { AttachmentSender } from '../../link/attachment-sender.ts'
import type { AttachmentClient } from '../../link/attachment-client.ts'
import { systemTimers } from '#shared/kernel/clock.ts'
import type { Timers } from '#shared/kernel/clock.ts'
import type { Attachment } from '#shared/domain/case/case-row.ts'
import type { CaseId } from '#shared/kernel/ids.ts'
import { ok } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Hall } from '../hall/index.ts'
import type { FileKnowledge } from './attachment-views.ts'
import { CopyKeeper } from './copy-keeper.ts'
import { FetchedFor } from './fetched-for.ts'
import { Fetcher } from './fetcher.ts'
import { FileStore } from './file-store.ts'
import { MediaDesk } from './media-desk.ts'
import { ScopeKeeper } from './scope-keeper.ts'
import { storeKeyOf } from './sealed-format.ts'
import { Staging } from './staging.ts'
import type { Sealed } from './staging.ts'

export interface AttachmentParts {
  readonly dataDir: string
  /** Key of this machine, guarded by the shell. */
  readonly deviceKey: Uint8Array
  readonly client: AttachmentClient
  /** Windows come by HTTP, so their players can read by range; else they are given the whole through the door. */
  readonly servesPlayers: boolean
  readonly onFailure: (where: string, error: unknown) => void
  /** Real ones unless given. */
  readonly timers?: Timers
  /** 2 GiB unless given. */
  readonly mostCachedBytes?: number
}

/** 2 GiB of pictures that the platform has too; see `CopyKeeper` for what stays beyond that. */
const MOST_CACHED_BYTES = 2 * 1024 ** 3
/** What was staged for a form that is over and never came into a case. */
const STRAY_MS = 72 * 3_600_000
const SWEEP_EVERY_MS = 3_600_000
/** Progress is told a few times a second, however small the pieces are. */
const TELL_EVERY_MS = 250
/** Cases change all the time; what has left is looked for once after several changes. */
const SCOPE_AFTER_MS = 10_000

/** Everything of one machine that has to do with files: the store, what comes in, what goes out, what is fetched. */
export class AttachmentService implements FileKnowledge {
  readonly store: FileStore
  readonly staging: Staging
  readonly fetcher: Fetcher
  readonly sender: AttachmentSender
  readonly media: MediaDesk
  readonly servesPlayers: boolean
  readonly fetchedFor: FetchedFor
  readonly #copies: CopyKeeper
  readonly #scope: ScopeKeeper
  readonly #hall: Hall
  readonly #onFailure: AttachmentParts['onFailure']
  readonly #timers: Timers
  #isOffline: boolean
  #telling: (() => void) | null = null
  #scoping: (() => void) | null = null
  #stopSweeping: (() => void) | null = null
  #unlisten: (() => void) | null = null

  private constructor(hall: Hall, parts: AttachmentParts, store: FileStore, fetchedFor: FetchedFor) {
    const { client, onFailure, timers = systemTimers } = parts
    const { clock, random, db, link } = hall
    this.#hall = hall
    this.#onFailure = onFailure
    this.#timers = timers
    this.#isOffline = link.isOffline
    this.store = store
    this.fetchedFor = fetchedFor
    this.staging = new Staging(store, clock)
    const isOffline = (): boolean => link.isOffline
    const onChanged = (): void => {
      this.#tell()
    }
    const onEnded = (): void => {
      this.#trim()
      this.#lookAtScope()
    }
    this.fetcher = new Fetcher({ client, store, clock, timers, isOffline, onChanged, onEnded, onFailure })
    this.sender = new AttachmentSender({
      ...{ client, ledger: db.ledger, clock, timers, random, isOffline, onChanged, onFailure },
      bytes: {
        read: async (hash, from, length) => {
          const read = await store.read(hash, from, length, clock.now())
          return read.ok ? { ok: true, value: read.value.bytes } : read
        },
        isSound: (hash) => store.isSound(hash),
      },
      commandsWait: () => !link.isOffline && link.status().waiting > 0,
      onConfirmed: onEnded,
    })
    this.media = new MediaDesk({ store, client, clock, random })
    this.servesPlayers = parts.servesPlayers
    this.#scope = new ScopeKeeper({ fetchedFor, store, cache: db.cache, ledger: db.ledger, isComing: this.#isComing })
    this.#copies = new CopyKeeper({
      ...{ store, ledger: db.ledger, client, clock },
      drop: (hash) => this.drop(hash),
      onReopened: () => {
        this.sender.wake()
        this.#tell()
      },
    })
  }

  static async open(hall: Hall, parts: AttachmentParts): Promise<AttachmentService> {
    const store = await FileStore.open({
      folder: join(parts.dataDir, 'attachments'),
      storeKey: storeKeyOf(parts.deviceKey),
      mostCachedBytes: parts.mostCachedBytes ?? MOST_CACHED_BYTES,
      hallSeal: hall.sealer,
    })
    // Those of before there was a second way.
    await store.secure((await hall.db.ledger.openAttachments()).map(({ hash }) => hash))
    const fetchedFor = await FetchedFor.open(join(parts.dataDir, 'attachments', 'fetched-for'), (hash) => store.has(hash))
    return new AttachmentService(hall, parts, store, fetchedFor)
  }

  start(): void {
    this.#unlisten = this.#hall.signals.listen((signal) => {
      // An act was added, or the line has changed.
      if (signal === 'outbox' || signal === 'link') this.wake()
      if (signal === 'cases' || signal === 'link') this.#lookAtScope()
      if (signal === 'session') this.media.closeAll()
    })
    this.sender.wake()
    this.#sweep()
    this.#stopSweeping = this.#timers.every(SWEEP_EVERY_MS, () => {
      this.#sweep()
    })
  }

  async stop(): Promise<void> {
    this.#unlisten?.()
    this.#stopSweeping?.()
    this.#telling?.()
    this.#scoping?.()
    await Promise.all([this.sender.stop(), this.fetcher.stop(), this.staging.stop()])
  }

  /** The link has changed, or acts were added: there may be something to send. */
  wake(): void {
    const { isOffline } = this.#hall.link
    const isBack = this.#isOffline && !isOffline
    this.#isOffline = isOffline
    this.sender.wake(isBack)
    if (isBack) this.#tell()
    const { platformLife } = this.#hall.link
    if (platformLife !== null) this.#copies.heard(platformLife).catch(this.#failed)
  }

  readonly #failed = (error: unknown): void => {
    this.#onFailure('attachments', error)
  }

  isHere = (hash: string): boolean => this.store.has(hash)
  fetchingOf = (hash: string): ReturnType<Fetcher['of']> => this.fetcher.of(hash)
  transferOf = (hash: string): ReturnType<AttachmentSender['transferOf']> => this.sender.transferOf(hash)

  readonly #isComing = (hash: string): boolean => this.fetcher.of(hash)?.fault === null

  /** Somebody looks at a case and wants to see a file of it. */
  fetch(caseId: CaseId, hash: string, size: number): Promise<Result<null>> {
    return this.fetchedFor.alone(async () => {
      const noted = await this.fetchedFor.note(caseId, hash)
      // What is here can be looked at, also where the disk has no room for another name.
      if (!noted.ok && !this.isHere(hash)) return noted
      this.fetcher.want(hash, size)
      return ok(null)
    })
  }

  /**
   * One after the other: whatever looks at the files that a case or draft holds and then changes or names them. Of two windows at
   * once one would name what the other has just taken back, or add what there is no room for any more.
   */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.fetchedFor.alone(work)
  }

  /** A copy goes, and with it the names of the cases it was fetched for; not one that is asked for again meanwhile. */
  drop(hash: string): Promise<void> {
    return this.alone(() => this.#erase(hash))
  }

  /** The case or draft holds the file no more; the copy goes with the last that did. Refused where an act names it. */
  takeBack(caseId: CaseId, hash: string): Promise<Result<null>> {
    return this.alone(async () => {
      const dropped = await this.#hall.db.ledger.dropAttachment(hash, caseId)
      if (dropped.ok && dropped.value) await this.#erase(hash)
      return dropped.ok ? ok(null) : dropped
    })
  }

  async #erase(hash: string): Promise<void> {
    if (this.#isComing(hash)) return
    // Staged again since whoever drops it has looked: this is the only copy.
    const stored = await this.#hall.db.ledger.attachment(hash)
    if (stored !== null && stored.state !== 'confirmed') return
    await this.store.drop(hash)
    await this.fetchedFor.forgetFile(hash)
  }

  /**
   * First the copy is safe, then the ledger knows of it. To be called in a turn: a drop that came between would take the copy
   * that was just kept.
   */
  async stage(sealed: Sealed): Promise<Result<Attachment>> {
    const kept = await this.staging.keep(sealed)
    if (!kept.ok) return kept
    const { db, time } = this.#hall
    const staged = await db.ledger.stageAttachment({ ...kept.value, caseId: sealed.caseId, stagedAt: time.now() })
    return staged.ok ? kept : staged
  }

  /** Windows are told at once of what a person did. */
  changed(): void {
    this.#hall.signals.raise('attachments')
  }

  #tell(): void {
    this.#telling ??= this.#timers.after(TELL_EVERY_MS, () => {
      this.#telling = null
      this.changed()
    })
  }

  #lookAtScope(): void {
    if (this.fetchedFor.cases().length === 0) return
    this.#scoping ??= this.#timers.after(SCOPE_AFTER_MS, () => {
      this.#scoping = null
      if (this.#hall.link.status().rung === 'normal') this.#scope.look().catch(this.#failed)
    })
  }

  #trim(): void {
    this.#copies.trim().catch(this.#failed)
  }

  #sweep(): void {
    this.#dropStrays().catch(this.#failed)
  }

  async #dropStrays(): Promise<void> {
    const strays = await this.#hall.db.ledger.strayAttachments(this.#hall.time.now() - STRAY_MS)
    for (const { hash, caseId } of strays) await this.takeBack(caseId, hash)
    await this.#copies.trim()
  }
}
