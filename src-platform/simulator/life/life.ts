// The town lives: people report what they see, do what they are asked, and move about. Its events come by its own clock, its
// acts carry the platform's time (ADR 010). Everything it does goes over HTTP, as persons signed in.
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { Clock, Random } from '#shared/kernel/clock.ts'
import { CaseId, uuidV7 } from '#shared/kernel/ids.ts'
import type { Refusal, Result } from '#shared/kernel/result.ts'
import { PositionsReply } from '#shared/platform-api/field.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import type { Cursor } from '#shared/platform-api/changes.ts'
import type { LifeRequest, LifeStatus } from '#shared/platform-api/life.ts'
import { diceFor } from '../dice.ts'
import type { ProblemReport } from '../report/problem-report.ts'
import { buildScene } from '../scene/scene.ts'
import type { SceneRows } from '../scene/scene-rows.ts'
import { CaseWork } from './case-work.ts'
import type { Task } from './case-work.ts'
import { ComingReports } from './coming-reports.ts'
import { DeskCrew, isDeskPost } from './desk-crew.ts'
import { Movement } from './movement.ts'
import { OpenCases, followFeed } from './open-cases.ts'
import { PeopleOnline } from './people-online.ts'
import { platformLink } from './platform-link.ts'
import type { PlatformLink } from './platform-link.ts'
import { TownClock } from './town-clock.ts'

/** Plain data: it is sent to the worker the town lives in. */
export interface LifeOptions {
  readonly url: string
  /** The administrator's token: for the feed and for the positions of vehicles. */
  readonly token: string
  readonly pin: string
  readonly speed: number
  /** Simulated colleagues at the other seats; 0: desk work is left to people. */
  readonly seats: number
  readonly seed: number
  readonly rows: SceneRows
  /** Cases under way at the cursor. */
  readonly open: readonly CaseRow[]
  readonly cursor: Cursor
  /** How far the platform's clock is ahead of this machine's, ms; 0 but for a platform under test. */
  readonly aheadMs: number
}

export interface LifePorts {
  readonly clock: Clock
  readonly random: Random
  readonly pause: (ms: number) => Promise<void>
  readonly warn: (what: string, detail: string) => void
}

const TICK_MS = 200
/** Requests under way at a time, so that people's own are never kept waiting behind the town's. */
const MOST_AT_ONCE = 4
/** Positions every ten seconds of the town (domain-facts 5), but not more often than this. */
const POSITIONS_EVERY_TOWN_MS = 10_000
const POSITIONS_AT_MOST_MS = 1_000

export class Life {
  readonly #options: LifeOptions
  readonly #ports: LifePorts
  readonly #link: PlatformLink
  readonly #clock: TownClock
  readonly #people: PeopleOnline
  readonly #desk: DeskCrew
  readonly #movement: Movement
  readonly #open: OpenCases
  readonly #work: CaseWork
  readonly #reports: ComingReports
  readonly #ended = new AbortController()
  readonly #counts = { reported: 0, steps: 0, overtaken: 0, failed: 0, positions: 0 }
  #underWay = 0
  #positionsAt = 0
  #isSendingPositions = false

  constructor(options: LifeOptions, ports: LifePorts) {
    const { rows, seed, speed, seats } = options
    const { clock, random } = ports
    const scene = buildScene(rows, seed)
    const offsetMinutes = rows.settings.zoneOffsetMinutes
    this.#options = options
    this.#ports = ports
    this.#link = platformLink(options.url)
    this.#clock = new TownClock(() => clock.now(), offsetMinutes, speed)
    this.#people = new PeopleOnline({ link: this.#link, clock, random, pin: options.pin, offsetMinutes })
    this.#desk = new DeskCrew(scene.staff, seats, clock.now())
    this.#movement = new Movement(rows, seed)
    this.#work = new CaseWork({ scene, clock: this.#clock, desk: this.#desk })
    this.#open = new OpenCases(clock.now(), (id, known) => {
      this.#work.plan(id, known)
    })
    const from = this.#clock.now()
    this.#reports = new ComingReports({ scene, movement: this.#movement, seed, run: options.cursor.seq, from })
  }

  /** Lives until {@link end}. */
  async run(): Promise<void> {
    const { options, ports } = { options: this.#options, ports: this.#ports }
    for (const row of options.open) this.#open.put(row)
    const following = followFeed({
      ...{ link: this.#link, token: options.token, from: options.cursor, signal: this.#ended.signal, pause: ports.pause },
      take: (change) => {
        this.#open.take(change)
      },
      onBroken: (error) => {
        ports.warn('the feed of the town broke', String(error))
      },
    })
    while (!this.#ended.signal.aborted) {
      if (!this.#clock.isPaused) this.#tick()
      await ports.pause(TICK_MS)
    }
    await following
  }

  end(): void {
    this.#ended.abort()
  }

  set({ state, speed }: LifeRequest): void {
    this.#clock.set({
      ...(speed !== undefined && { speed }),
      ...(state !== undefined && { isPaused: state === 'paused' }),
    })
  }

  get status(): LifeStatus {
    const state = this.#ended.signal.aborted ? 'ended' : this.#clock.isPaused ? 'paused' : 'running'
    return { state, speed: this.#clock.speed, townTime: this.#clock.now(), open: this.#open.size, ...this.#counts }
  }

  #tick(): void {
    const now = this.#ports.clock.now()
    const town = this.#clock.now()
    this.#movement.moveTo(town)
    if (now - this.#positionsAt >= Math.max(POSITIONS_AT_MOST_MS, POSITIONS_EVERY_TOWN_MS / this.#clock.speed))
      void this.#sendPositions(town, now)
    if (!this.#people.mayComeIn) {
      this.#ports.warn('the people of this hall have PINs of their own; only vehicles move', '')
      this.end()
      return
    }
    for (const report of this.#reports.takeDue(town, this.#room)) void this.#busy(this.#report(report))
    for (const task of this.#work.takeDue(now, this.#room)) void this.#busy(this.#take(task))
  }

  get #room(): number {
    return Math.max(0, MOST_AT_ONCE - this.#underWay)
  }

  async #busy(work: Promise<void>): Promise<void> {
    this.#underWay += 1
    try {
      await work
    } catch (error) {
      this.#fail('something of the town failed', { code: 'internal', detail: String(error) })
    } finally {
      this.#underWay -= 1
    }
  }

  async #report({ name, by: seenBy, args }: ProblemReport): Promise<void> {
    const now = this.#ports.clock.now()
    const dice = diceFor('case', name)
    const id = CaseId.parse(uuidV7({ now: () => now, monotonicMs: () => 0 }, { bytes: (length) => dice.bytes(length) }))
    const by = isDeskPost(seenBy.post) ? (this.#desk.colleague(seenBy.post, { id }) ?? seenBy) : seenBy
    const no = await this.#people.takeNumber(by)
    if (!no.ok) {
      this.#fail('no number for a report', no.error)
      return
    }
    // The town has no key of the hall, so it names no citizen, and nobody can be called back.
    const reporter = { reporterName: null, reporterPhone: null, phoneKey: null, wantsCallBack: false }
    const body: ActBody = { action: 'report', args: { ...args, ...reporter, no: no.value, foundAt: now } }
    if (this.#settle('report', await this.#people.act(by, id, null, body))) this.#counts.reported += 1
  }

  async #take({ id, ver, by, body }: Task): Promise<void> {
    const outcome = await this.#people.act(by, id, ver, body)
    if (this.#settle(body.action, outcome)) this.#counts.steps += 1
    // The platform was busy or away: the step is still to be taken.
    else if (!outcome.ok && this.#people.mayComeIn) this.#work.plan(id, this.#open.find(id))
  }

  #settle(action: string, outcome: Result<Outcome>): boolean {
    if (!outcome.ok) this.#fail(action, outcome.error)
    else if (outcome.value.result === 'accepted') return true
    else if (outcome.value.result !== 'rejected') this.#fail(action, { code: 'bad-reply', detail: outcome.value.result })
    // Somebody was quicker; the feed tells what has become of the case.
    else if (overtaken.has(outcome.value.code)) this.#counts.overtaken += 1
    else this.#fail(action, { code: 'bad-reply', detail: `${outcome.value.code} ${outcome.value.detail ?? ''}` })
    return false
  }

  #fail(what: string, { code, detail = '' }: Refusal): void {
    this.#counts.failed += 1
    this.#ports.warn(what, `${code} ${detail}`.trim())
  }

  async #sendPositions(town: number, now: number): Promise<void> {
    const fixes = this.#movement.fixes(town, now)
    this.#positionsAt = now
    if (fixes.length === 0 || this.#isSendingPositions) return
    this.#isSendingPositions = true
    const reply = await this.#link.ask(PositionsReply, '/v1/positions', this.#options.token, { fixes })
    this.#isSendingPositions = false
    if (reply.ok) this.#counts.positions += reply.value.taken
    else this.#fail('positions', reply.error)
  }
}

const overtaken: ReadonlySet<string> = new Set(['stale-base', 'illegal-move', 'guard-failed', 'forbidden'])
