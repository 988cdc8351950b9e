// HTTP of the reference platform: contract v1 as far as a seat uses it.
import type { InternalAxiosRequestConfig } from 'axios'
import { FEED_SCHEMA, HEARTBEAT_MS } from '#shared/platform-api/changes.ts'
import { LeaseRequest } from '#shared/platform-api/people.ts'
import { ATTACHMENT_PATH } from '#shared/platform-api/system.ts'
import { digestsOf, rowsIn } from './reference-digests.ts'
import { ReferenceFirstRows } from './reference-first-rows.ts'
import { ReferenceFiles } from './reference-files.ts'
import type { ReferencePlatform } from './reference-platform.ts'
import type { ReferenceSnapshots } from './reference-snapshots.ts'
import type { Seeded } from './seeded.ts'
import { OPENING, newDepartment, newPerson } from './town.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface DoorReply {
  readonly status: number
  readonly data: string
  readonly headers?: Readonly<Record<string, string>>
  /** How long the platform takes over it. */
  readonly tookMs?: number
}

/** The platform's end of an open feed. */
interface FeedWire {
  write(line: string): void
  end(): void
}

interface OpenFeed {
  readonly seat: string
  readonly wire: FeedWire
  epoch: string
  seq: number
}

/** The contract's limit of one request. */
const MOST_COMMANDS = 200

/** A bucket is read and travels; what is committed meanwhile may come to the seat before it. */
const BUCKET_TOOK_MS = 40

/** Asking more often brings nothing. */
const BUILDING_RETRY_S = 5

type FileReply =
  | { readonly ok: true; readonly status: number; readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly refusal: DoorReply }
type Opened = { readonly ok: true; readonly close: () => void } | { readonly ok: false; readonly refusal: DoorReply }

export class PlatformDoor {
  #isDown = false
  /** Since when somebody has listened there. */
  upSince = 0
  /** Acts of a seat have come; what happens now has happened before them. */
  arriving: (seat: string, commands: readonly unknown[]) => void = () => undefined
  readonly firstRows = new ReferenceFirstRows()
  #standsStill = false
  /** When rows changed last behind a seat that compares itself. */
  changedAt = -Infinity
  readonly files: ReferenceFiles
  readonly #platform: () => ReferencePlatform
  /** Null: this platform keeps none. */
  readonly #snapshots: ReferenceSnapshots | null
  readonly #time: VirtualTime
  readonly #chance: Seeded
  readonly #feeds = new Set<OpenFeed>()
  #answersNothing = false
  readonly #meanwhile: Seeded
  readonly #expired = new Set<string>()
  /** Snapshots of which a seat has been sent the beginning, by seat and hash. */
  readonly #begun = new Set<string>()
  readonly #complaint: (invariant: string, text: string) => void

  constructor(
    platform: () => ReferencePlatform,
    snapshots: ReferenceSnapshots | null,
    {
      time,
      chance,
      complaint,
    }: { readonly time: VirtualTime; readonly chance: Seeded; readonly complaint: (invariant: string, text: string) => void },
  ) {
    this.files = new ReferenceFiles(complaint)
    this.#complaint = complaint
    this.#platform = platform
    this.#snapshots = snapshots
    this.#time = time
    this.#chance = chance
    this.#meanwhile = chance.fork('meanwhile')
    const beat = (): void => {
      for (const feed of [...this.#feeds]) this.#beat(feed)
      time.after(HEARTBEAT_MS, beat)
    }
    time.after(HEARTBEAT_MS, beat)
  }

  /** Nobody listens at the platform's address. */
  get isDown(): boolean {
    return this.#isDown
  }

  set isDown(isDown: boolean) {
    this.#isDown = isDown
    this.upSince = this.#time.now
  }

  get #now(): number {
    return OPENING + Math.floor(this.#time.now)
  }

  handle(seat: string, config: InternalAxiosRequestConfig, isLate: boolean): DoorReply {
    const { url, method } = config
    // Axios has no type for either.
    const [data, params] = [config.data as unknown, config.params as unknown]
    const platform = this.#platform()
    const { store } = platform
    if (url?.startsWith(ATTACHMENT_PATH) === true) return this.files.handle(seat, config, store, isLate)
    const body: unknown = typeof data === 'string' ? JSON.parse(data) : null
    switch (`${method ?? 'get'} ${url ?? ''}`) {
      case 'get /v1/health':
        return json({
          product: 'wanmi-platform',
          ok: true,
          hall: 'sim',
          epoch: store.epoch,
          schema: 1,
          head: store.head,
          time: this.#now,
        })
      case 'post /v1/commands': {
        // Each of them is read by its schema where it is taken.
        const commands = typeof body === 'object' && body !== null && 'commands' in body ? body.commands : null
        if (!Array.isArray(commands) || commands.length === 0 || commands.length > MOST_COMMANDS)
          return json({ code: 'bad-request', detail: 'commands' }, 400)
        this.arriving(seat, commands)
        const outcomes = platform.takeAll(seat, commands)
        const status = outcomes.some(({ result }) => result === 'mismatch')
          ? 422
          : outcomes.some(({ result }) => result === 'gap')
            ? 409
            : 200
        return json({ outcomes: this.#chance.shuffled(outcomes) }, status)
      }
      case 'get /v1/commands/outcomes': {
        if (this.#answersNothing) return json({ code: 'platform-busy', detail: null }, 503)
        // What PlatformClient.outcomes puts there.
        const ids = (params as { ids: string }).ids.split(',')
        if (ids.length > 200) return json({ code: 'bad-request', detail: 'ids' }, 400)
        return json({ outcomes: this.#chance.shuffled(ids.flatMap((id) => store.settled.get(id)?.outcome ?? [])) })
      }
      case 'post /v1/numbers':
        return json({ blocks: platform.lease(seat, LeaseRequest.parse(body)) })
      case 'get /v1/digests': {
        const { epoch, seq } = params as { epoch: string; seq: number }
        this.#goOnMeanwhile()
        return epoch === store.epoch && seq <= store.head ? json(digestsOf(store)) : json(gone('epoch'), 410)
      }
      case 'get /v1/first-rows':
        return { ...json(this.firstRows.answer(store, this.#now)), tookMs: this.firstRows.tookMs }
      case 'get /v1/snapshot':
        return this.#snapshot()
      default:
        return this.#bucket(url ?? '', params) ?? json({ code: 'not-found', detail: url ?? '' }, 404)
    }
  }

  /** The hall does not stand still while a seat compares itself: rows change just before or behind what it is told. */
  #goOnMeanwhile(): void {
    if (this.#standsStill || !this.#meanwhile.chance(0.3)) return
    this.changedAt = this.#time.now
    this.#platform().changeRules(`small-${this.#time.now}`, this.#meanwhile)
  }

  /** Nothing changes behind a seat's back any more. */
  standStill(): void {
    this.#standsStill = true
  }

  /** In which life of its store the platform is. */
  get life(): string {
    return this.#platform().store.epoch
  }

  #snapshot(): DoorReply {
    const info = this.#snapshots?.newest() ?? null
    if (info !== null) return json(info)
    if (this.#snapshots?.isBuilding !== true) return json({ code: 'no-snapshot', detail: null }, 404)
    const busy = json({ code: 'snapshot-building', detail: null }, 503)
    return { ...busy, headers: { 'retry-after': String(BUILDING_RETRY_S) } }
  }

  /** GET /v1/snapshot/:sha256, in full or from a byte on. */
  openFile(seat: string, { url, headers }: InternalAxiosRequestConfig): FileReply {
    const [, hash = ''] = /^\/v1\/attachments\/by-hash\/([0-9a-f]{64})$/.exec(url ?? '') ?? []
    if (hash !== '') return this.#evidence(hash, headers)
    const [, sha256 = ''] = /^\/v1\/snapshot\/([0-9a-f]{64})$/.exec(url ?? '') ?? []
    const [, from = '0'] = /^bytes=(\d+)-$/.exec(String(headers.get('range') ?? '')) ?? []
    const found = this.#snapshots?.read(sha256, Number(from)) ?? null
    if (found === null) return { ok: false, refusal: json({ code: 'not-found', detail: sha256 }, 404) }
    if (from === '0') this.#begun.add(`${seat} ${sha256}`)
    else if (!this.#begun.has(`${seat} ${sha256}`))
      this.#complaint('I20', `seat ${seat} asks for a snapshot from byte ${from} on, and has nothing of it`)
    return { ok: true, status: found.isPart ? 206 : 200, bytes: found.bytes, headers: {} }
  }

  /** GET /v1/attachments/by-hash/:hash */
  #evidence(hash: string, headers: InternalAxiosRequestConfig['headers']): FileReply {
    const bytes = this.#platform().store.files.get(hash)
    if (bytes === undefined) return { ok: false, refusal: json({ code: 'not-found', detail: hash }, 404) }
    const [, from = '0'] = /^bytes=(\d+)-$/.exec(String(headers.get('range') ?? '')) ?? []
    const status = from === '0' ? 200 : 206
    const served = this.files.fault === 'served-wrong' ? bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)) : bytes
    return { ok: true, status, bytes: Buffer.from(served).subarray(Number(from)), headers: { etag: `"${hash}"` } }
  }

  /** GET /v1/digests/:kind/:bucket */
  #bucket(url: string, params: unknown): DoorReply | null {
    const [, kind, bucket] = /^\/v1\/digests\/([a-z-]+)\/([a-z0-9]+)$/.exec(url) ?? []
    if (kind === undefined || bucket === undefined) return null
    const { store } = this.#platform()
    const reply = (params as { epoch: string }).epoch === store.epoch ? json(rowsIn(store, kind, bucket)) : json(gone('epoch'), 410)
    this.#goOnBeside(kind)
    return { ...reply, tookMs: BUCKET_TOOK_MS }
  }

  /** Rows of just that kind come and go behind what the seat is told. */
  #goOnBeside(kind: string): void {
    const row = kind === 'department' ? newDepartment : kind === 'person' ? newPerson : null
    if (row === null || this.#standsStill || this.#meanwhile.chance(0.2)) return this.#goOnMeanwhile()
    const platform = this.#platform()
    platform.putRow(kind, row.id, platform.hasRow(kind, row.id) ? null : row)
  }

  openStream(seat: string, { params }: InternalAxiosRequestConfig, wire: FeedWire): Opened {
    const { epoch, seq } = params as { epoch: string; seq: number }
    const { store } = this.#platform()
    if (this.#expired.delete(seat)) return { ok: false, refusal: json(gone('seq'), 410) }
    if (epoch !== store.epoch || seq > store.head) return { ok: false, refusal: json(gone('epoch'), 410) }
    const feed: OpenFeed = { seat, wire, epoch, seq }
    this.#feeds.add(feed)
    this.#beat(feed)
    this.#pump(feed)
    return { ok: true, close: () => this.#feeds.delete(feed) }
  }

  /** Something was committed: every open feed gets it. */
  committed(): void {
    for (const feed of [...this.#feeds]) this.#pump(feed)
  }

  /** The next time this seat opens a feed it is told that its cursor is too old. */
  expireCursor(seat: string): void {
    this.#expired.add(seat)
  }

  /** What became of commands cannot be asked, as in a platform that has just come back to a backup; until that is called. */
  answerNothing(): () => void {
    this.#answersNothing = true
    return () => {
      this.#answersNothing = false
    }
  }

  /** A page that breaks the feed's rules, as from a platform with a fault; whoever takes it has what nobody has. */
  strangePage(seat: string, chance: Seeded): void {
    const { store } = this.#platform()
    const kind = chance.pick(['beyond', 'before', 'newer', 'backwards'] as const)
    for (const { wire, seq } of [...this.#feeds].filter((feed) => feed.seat === seat)) {
      const row = { id: 'green', name: '不该有的', phone: null, duties: [], external: false }
      const change = { seq: kind === 'before' ? seq : seq + 1, kind: 'department', id: 'green', ver: 99, op: 'put', row }
      const next = kind === 'newer' ? seq + 1 : kind === 'backwards' ? seq - 1 : seq
      const schema = FEED_SCHEMA + (kind === 'newer' ? 1 : 0)
      const page = {
        epoch: store.epoch,
        schema,
        from: seq,
        next,
        head: store.head,
        more: false,
        time: this.#now,
        changes: kind === 'backwards' ? [] : [change],
      }
      this.#say(wire, { type: 'page', page })
    }
  }

  /** All feeds end, as when the platform is stopped. */
  endFeeds(): void {
    for (const { wire } of [...this.#feeds]) wire.end()
    this.#feeds.clear()
  }

  /** The store was exchanged below the open feeds: some proxy holds them open, and pages of the new life follow. */
  carryFeedsOver(): void {
    const { store } = this.#platform()
    for (const feed of this.#feeds) feed.epoch = store.epoch
    for (const feed of [...this.#feeds]) this.#pump(feed)
  }

  #say(wire: FeedWire, line: object): void {
    const { store, said } = this.#platform()
    said.note(store.epoch, store.head, this.#now)
    wire.write(JSON.stringify(line))
  }

  #beat({ wire }: OpenFeed): void {
    const { store } = this.#platform()
    this.#say(wire, { type: 'beat', epoch: store.epoch, head: store.head, time: this.#now })
  }

  #pump(feed: OpenFeed): void {
    const { store } = this.#platform()
    if (feed.epoch !== store.epoch) {
      feed.wire.end()
      this.#feeds.delete(feed)
      return
    }
    while (feed.seq < store.head) {
      const page = store.page(feed.seq, this.#chance.whole(1, 20), this.#now)
      feed.seq = page.next
      this.#say(feed.wire, { type: 'page', page })
    }
  }
}

const gone = (detail: string): object => ({ code: 'cursor-expired', detail })

function json(value: object, status = 200): DoorReply {
  return { status, data: JSON.stringify(value) }
}
