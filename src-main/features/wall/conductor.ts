// 大屏调度: decides what all windows of the wall show, and watches that they do.
import type { PaneView, WallDesk } from '#shared/contracts/wall.contract.ts'
import {
  beginTour,
  callBack,
  checkStops,
  daySpan,
  dropOwn,
  goOn,
  restoreOwn,
  saveOwn,
  sendAway,
  stopNow,
  tourOf,
  usualFittings,
} from '#shared/domain/wall/index.ts'
import type { Display, Fittings, Rotation, Scene, Schedule, Tour } from '#shared/domain/wall/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import type { Hall } from '../hall/index.ts'
import { wallDesk } from './desk-view.ts'
import { KeptWall } from './kept-wall.ts'
import { PaneWatch } from './pane-watch.ts'
import type { Lost, PaneBeat } from './pane-watch.ts'
import { looseDisplay, paneView } from './pane-view.ts'
import { ScenePlan } from './scene-plan.ts'
import { WallStage } from './wall-stage.ts'
import { nothingKept } from './wall-store.ts'

const TICK_MS = 500
const MOST_UNDO = 20

export interface Push {
  readonly lng: number
  readonly lat: number
  readonly caseId: NonNullable<PaneView['pushed']>['caseId']
  readonly title: string
  /** What it is called while strangers look on. */
  readonly visitorTitle: string
  readonly seconds: number
  /** The other host it came from; null: a seat of this one. */
  readonly from: SeatId | null
}

export interface Told {
  readonly displays: readonly Display[]
  readonly fittings: { readonly [Name in keyof Fittings]?: number | undefined }
}

type Pushed = NonNullable<PaneView['pushed']> & Pick<Push, 'visitorTitle' | 'from'>

export interface ConductorPorts {
  /** This window must be replaced. */
  readonly lost: (pane: string, why: Lost['why']) => void
  readonly failed: (where: string, error: unknown) => void
}

/** One for all windows of this machine's wall. What it decides goes out as snapshots; nothing is sent while a camera flies. */
export class Conductor {
  readonly #hall: Hall
  readonly #kept: KeptWall
  readonly #stage: WallStage
  readonly #plan: ScenePlan
  readonly #ports: ConductorPorts
  readonly #watch = new PaneWatch()
  readonly #timer: NodeJS.Timeout
  #tour: Tour = beginTour(daySpan, 0)
  #pushed: Pushed | null = null
  #before: string[] = []
  #generation = 1
  /** Said once: the next look is half a second away. */
  #isScheduleUnread = false

  private constructor(hall: Hall, kept: KeptWall, ports: ConductorPorts) {
    this.#hall = hall
    this.#kept = kept
    this.#stage = new WallStage(kept)
    this.#plan = new ScenePlan(hall, kept, this.nowMs)
    this.#ports = ports
    this.#timer = setInterval(() => {
      this.tick()
    }, TICK_MS)
  }

  static async open(hall: Hall, ports: ConductorPorts): Promise<Conductor> {
    return new Conductor(hall, await KeptWall.open(hall.db.ledger), ports)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** The host's time of plans: monotonic, so that nobody's clock setting moves a camera. */
  get nowMs(): number {
    return this.#hall.clock.monotonicMs()
  }

  /** Where the hall lies, which decides what the camera may show. */
  standOn(bounds: Bbox): this {
    const before = this.#stage.bounds
    this.#stage.bounds = bounds
    // Until now there was no picture, so there is none to come from.
    if (before === null && this.#pushed === null) this.#tour = beginTour(this.#stage.leading(), this.nowMs)
    else if (JSON.stringify(bounds) !== JSON.stringify(before)) this.#lead()
    return this
  }

  /** The shell has looked which monitors are there. What the command line says of the wall is kept as if it had been typed in. */
  setDisplays({ displays, fittings }: Told): void {
    this.#stage.stand(displays)
    this.#watch.expect(
      displays.map(({ id }) => id),
      this.nowMs,
    )
    const before = this.#kept.now.fittings ?? usualFittings(displays)
    const told: Fittings = {
      pitchMm: fittings.pitchMm ?? before.pitchMm,
      bezelMm: fittings.bezelMm ?? before.bezelMm,
      distanceM: fittings.distanceM ?? before.distanceM,
    }
    if (Object.values(fittings).some((value) => value !== undefined)) void this.#follow({ fittings: told })
    else this.#changed()
  }

  /** This window's part of what all of them show on the hall's ground. */
  view(pane: string | null, window: Pick<Display, 'width' | 'height' | 'scale'>, bounds: Bbox): PaneView {
    this.standOn(bounds)
    const stage = this.#stage
    const { fittings, isVisitor } = this.#kept.now
    const display = stage.displays.find(({ id }) => id === pane) ?? looseDisplay(window)
    const isOnWall = display.id === pane
    const displays = isOnWall ? stage.displays : [display]
    const homes = isOnWall ? stage.homes : [display.id]
    return paneView(
      {
        ...{ generation: this.#generation, tour: this.#tour, pushed: this.#pushedHere(), fittings, isVisitor },
        ...{ scene: stage.shownOn(displays.length), bounds, homes, displays },
      },
      isOnWall ? pane : null,
      display,
    )
  }

  desk(others: WallDesk['others'] = null): WallDesk {
    const { displays, homes, bounds } = this.#stage
    return wallDesk({
      others,
      ...{ generation: this.#generation, kept: this.#kept.now, displays, hasBefore: this.#before.length > 0 },
      ...{ bounds, stop: stopNow(this.#tour) },
      pushed:
        this.#pushed === null
          ? null
          : { title: this.#pushed.title, leftS: Math.max(0, Math.ceil((this.#pushed.untilHostMs - this.nowMs) / 1_000)) },
      panes: this.#watch.states(homes, this.nowMs),
    })
  }

  async show(id: string): Promise<Result<null>> {
    const shown = this.#stage.canShow(id)
    if (!shown.ok) return shown
    this.#plan.choose(id)
    const { current } = this.#kept.now
    if (id !== current) this.#before = [...this.#before, current].slice(-MOST_UNDO)
    await this.#kept.change({ current: id, byHandUntil: await this.#plan.nextSlotAt() })
    this.#changed()
    return ok(null)
  }

  push({ lng, lat, caseId, title, visitorTitle, seconds, from }: Push): Result<null> {
    this.#pushed = { lng, lat, caseId, title, visitorTitle, from, untilHostMs: this.nowMs + seconds * 1_000 }
    this.#tour = sendAway(this.#tour, { lng, lat }, this.nowMs)
    this.#changed()
    return ok(null)
  }

  /** Whose push is shown: another host's, a seat's of this one ('here'), nobody's. */
  get pushedBy(): SeatId | 'here' | null {
    return this.#pushed === null ? null : (this.#pushed.from ?? 'here')
  }

  /** A host takes its own push back. */
  endPushOf(seat: SeatId): void {
    if (this.#pushed?.from === seat) this.#return()
  }

  async undo(): Promise<Result<null>> {
    if (this.#pushed !== null) {
      this.#return()
      return ok(null)
    }
    const before = this.#before.at(-1)
    if (before === undefined) return refuse('wall-nothing-to-undo')
    this.#before = this.#before.slice(0, -1)
    await this.#kept.change({ current: before, byHandUntil: await this.#plan.nextSlotAt() })
    this.#changed()
    return ok(null)
  }

  async fit(fittings: Fittings): Promise<Result<null>> {
    await this.#kept.change({ fittings })
    this.#changed()
    return ok(null)
  }

  /** Scenes in turn. Switched on it goes on from what is shown, or begins with its first where that is no part of it. */
  async rotate(rotation: Rotation): Promise<Result<null>> {
    const wrong = rotation.turns.map(({ scene }) => this.#stage.canShow(scene)).find((verdict) => !verdict.ok)
    if (wrong?.ok === false) return wrong
    await this.#kept.change({ rotation })
    const isPart = this.#plan.findTurn()
    if (rotation.isOn && !isPart) await this.#turnTo(0)
    else this.#changed()
    return ok(null)
  }

  /** Scenes by time of day: shown from now on, whatever is shown. */
  async schedule(schedule: Schedule): Promise<Result<null>> {
    const wrong = schedule.map(({ scene }) => this.#stage.canShow(scene)).find((verdict) => !verdict.ok)
    if (wrong?.ok === false) return wrong
    await this.#kept.change({ schedule, byHandUntil: null })
    await this.#followSchedule()
    this.#changed()
    return ok(null)
  }

  /** What a person has chosen gives way to the schedule again. */
  async handBack(): Promise<Result<null>> {
    await this.#kept.change({ byHandUntil: null })
    await this.#followSchedule()
    this.#changed()
    return ok(null)
  }

  get isVisitor(): boolean {
    return this.#kept.now.isVisitor
  }

  async setVisitor(isVisitor: boolean): Promise<Result<null>> {
    await this.#kept.change({ isVisitor })
    this.#changed()
    return ok(null)
  }

  scene(id: string): Result<Scene> {
    return this.#stage.scene(id)
  }

  /** A scene of one's own. What would be too small is kept all the same, but not in place of what is shown or planned. */
  async save(scene: Scene, as: 'new' | 'same'): Promise<Result<{ id: string }>> {
    const saved = saveOwn(this.#kept.now, scene, as)
    if (!saved.ok) return saved
    const { id, scenes } = saved.value
    const { bounds } = this.#stage
    const onGround = bounds === null ? ok(undefined) : checkStops(scene, bounds)
    if (!onGround.ok) return onGround
    const legible = this.#stage.mayReplace({ ...scene, id })
    if (!legible.ok) return legible
    await this.#kept.change(scenes)
    this.#lead()
    this.#tell()
    return ok({ id })
  }

  /** What was shown of it gives way to the first scene, which every wall has. */
  async drop(id: string): Promise<Result<null>> {
    const dropped = dropOwn(this.#kept.now, id, this.#kept.now)
    if (!dropped.ok) return dropped
    const isShown = this.#kept.now.current === id
    this.#before = this.#before.filter((before) => before !== id)
    await this.#kept.change({ ...dropped.value, ...(isShown && { current: nothingKept.current }) })
    if (isShown) this.#changed()
    else this.#tell()
    return ok(null)
  }

  async restore(): Promise<Result<null>> {
    const kept = this.#kept.now
    const restored = restoreOwn(kept)
    if (!restored.ok) return restored
    const legible = kept.spare === null ? ok(undefined) : this.#stage.mayReplace(kept.spare)
    if (!legible.ok) return legible
    await this.#kept.change(restored.value)
    this.#lead()
    this.#tell()
    return ok(null)
  }

  beat(pane: string | null, beat: PaneBeat): void {
    if (pane !== null && this.#stage.has(pane)) this.#watch.beat(pane, beat, this.nowMs)
  }

  /** Twice a second: a push that has run out, the next scene of a rotation, panes that must be replaced. */
  tick(): void {
    const now = this.nowMs
    if (this.#pushed !== null && now >= this.#pushed.untilHostMs) this.#return()
    this.#goOn(now)
    const turn = this.#pushed === null ? this.#plan.dueTurn(now, (id) => this.#stage.canShow(id).ok) : undefined
    if (turn !== undefined) void this.#turnTo(turn)
    if (this.#kept.now.schedule.length > 0) void this.#lookAtSchedule()
    for (const { pane, why } of this.#watch.lost(now)) {
      this.#ports.lost(pane, why)
      this.#hall.signals.raise('wall')
    }
  }

  #return(): void {
    this.#pushed = null
    this.#tour = callBack(this.#tour, this.nowMs)
    this.#changed()
  }

  /** The camera belongs to what is shown. */
  #lead(): void {
    this.#tour = tourOf(this.#tour, this.#stage.leading(), this.nowMs)
  }

  /** The next stop is no other scene: a rotation's turn goes on. */
  #goOn(now: number): void {
    const ground = this.#stage.ground()
    if (ground === null) return
    const tour = goOn(this.#tour, now, ground)
    if (tour === this.#tour) return
    this.#tour = tour
    this.#tell()
  }

  async #turnTo(turn: number): Promise<void> {
    const scene = this.#plan.take(turn, this.nowMs)
    if (scene === undefined) return
    await this.#follow({ current: scene })
  }

  /** Shown at once: the wall does not wait for a disk that is slow, nor stand still where it takes nothing. */
  #follow(change: Partial<KeptWall['now']>): Promise<void> {
    const written = this.#kept.follow(change, (error) => {
      this.#ports.failed('wall', error)
    })
    this.#changed()
    return written
  }

  #pushedHere(): PaneView['pushed'] {
    if (this.#pushed === null) return null
    const { visitorTitle, title, from: _from, ...where } = this.#pushed
    return { ...where, title: this.#kept.now.isVisitor ? visitorTitle : title }
  }

  /** Shows what is due. A person's choice holds until the next slot begins, a push or a rotation for as long as it lasts. */
  async #followSchedule(): Promise<void> {
    const kept = this.#kept.now
    const { rotation, byHandUntil } = kept
    if (rotation.isOn || this.#pushed !== null) return
    if (byHandUntil !== null && this.#hall.time.now() < byHandUntil) return
    const scene = await this.#plan.slotScene()
    // Somebody has decided something else meanwhile.
    if (scene === undefined || this.#kept.now !== kept) return
    if (scene === kept.current && byHandUntil === null) return
    await this.#follow({ current: scene, byHandUntil: null })
  }

  async #lookAtSchedule(): Promise<void> {
    try {
      await this.#followSchedule()
      this.#isScheduleUnread = false
    } catch (error) {
      if (!this.#isScheduleUnread) this.#ports.failed('wall schedule', error)
      this.#isScheduleUnread = true
    }
  }

  #changed(): void {
    this.#plan.begin(this.nowMs)
    this.#lead()
    this.#tell()
  }

  #tell(): void {
    this.#generation += 1
    this.#hall.signals.raise('wall')
  }
}
