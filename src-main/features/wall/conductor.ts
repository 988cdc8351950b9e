// 大屏调度: decides what all windows of the wall show, and watches that they do.
import type { PaneView, WallDesk } from '#shared/contracts/wall.contract.ts'
import {
  beginTour,
  callBack,
  checkStops,
  daySpan,
  dropOwn,
  goOn,
  minuteOfDay,
  minutesToNextSlot,
  nextTurn,
  restoreOwn,
  saveOwn,
  sendAway,
  slotAt,
  standingScenes,
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
import { scenesOf, verdictOn, wallDesk } from './desk-view.ts'
import { PaneWatch } from './pane-watch.ts'
import type { Lost, PaneBeat } from './pane-watch.ts'
import { groundOf, looseDisplay, paneView, usualWindow } from './pane-view.ts'
import { nothingKept, WallStore } from './wall-store.ts'
import type { Kept } from './wall-store.ts'

const TICK_MS = 500
const MOST_UNDO = 20
const USUAL_ZONE_MINUTES = 480
const MINUTE_MS = 60_000

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

/** One for all windows of this machine's wall. What it decides goes out as snapshots; nothing is sent while a camera flies. */
export class Conductor {
  readonly #hall: Hall
  readonly #store: WallStore
  readonly #tellLost: (pane: string, why: Lost['why']) => void
  readonly #watch = new PaneWatch()
  readonly #timer: NodeJS.Timeout
  #kept: Kept
  #homes: string[] = []
  #displays: readonly Display[] = []
  #tour: Tour = beginTour(daySpan, 0)
  /** The ground the hall lies on; null before anybody has asked for a picture of it. */
  #bounds: Bbox | null = null
  #pushed: Pushed | null = null
  #before: string[] = []
  #generation = 1
  #shownSinceMs: number
  /** Which turn of the rotation was last shown. */
  #turn: number

  private constructor(hall: Hall, store: WallStore, kept: Kept, tellLost: (pane: string, why: Lost['why']) => void) {
    this.#hall = hall
    this.#store = store
    this.#kept = kept
    this.#tellLost = tellLost
    this.#shownSinceMs = this.nowMs
    this.#turn = this.#turnOf(kept.current)
    this.#timer = setInterval(() => {
      this.tick()
    }, TICK_MS)
  }

  static async open(hall: Hall, tellLost: (pane: string, why: Lost['why']) => void): Promise<Conductor> {
    const store = new WallStore(hall.db.ledger)
    return new Conductor(hall, store, await store.load(), tellLost)
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
    const before = this.#bounds
    this.#bounds = bounds
    // Until now there was no picture, so there is none to come from.
    if (before === null && this.#pushed === null) this.#tour = beginTour(this.#led(), this.nowMs)
    else if (JSON.stringify(bounds) !== JSON.stringify(before)) this.#lead()
    return this
  }

  /** The shell has looked which monitors are there. What the command line says of the wall is kept as if it had been typed in. */
  setDisplays({ displays, fittings }: Told): void {
    this.#displays = displays
    this.#homes = [...new Set([...this.#homes, ...displays.map(({ id }) => id)])]
    this.#watch.expect(
      displays.map(({ id }) => id),
      this.nowMs,
    )
    const before = this.#kept.fittings ?? usualFittings(displays)
    const told: Fittings = {
      pitchMm: fittings.pitchMm ?? before.pitchMm,
      bezelMm: fittings.bezelMm ?? before.bezelMm,
      distanceM: fittings.distanceM ?? before.distanceM,
    }
    if (Object.values(fittings).some((value) => value !== undefined)) void this.#keep({ fittings: told })
    this.#changed()
  }

  /** This window's part of what all of them show on the hall's ground. */
  view(pane: string | null, window: Pick<Display, 'width' | 'height' | 'scale'>, bounds: Bbox): PaneView {
    this.standOn(bounds)
    const display = this.#displays.find(({ id }) => id === pane) ?? looseDisplay(window)
    const isOnWall = display.id === pane
    const displays = isOnWall ? this.#displays : [display]
    const homes = isOnWall ? this.#homes : [display.id]
    return paneView(
      {
        ...{ generation: this.#generation, tour: this.#tour, pushed: this.#pushedHere(), fittings: this.#kept.fittings },
        ...{ isVisitor: this.#kept.isVisitor },
        ...{ scene: this.#scene(displays.length), bounds, homes, displays },
      },
      isOnWall ? pane : null,
      display,
    )
  }

  desk(others: WallDesk['others'] = null): WallDesk {
    return wallDesk({
      others,
      ...{ generation: this.#generation, kept: this.#kept, displays: this.#displays, hasBefore: this.#before.length > 0 },
      ...{ bounds: this.#bounds, stop: stopNow(this.#tour) },
      pushed:
        this.#pushed === null
          ? null
          : { title: this.#pushed.title, leftS: Math.max(0, Math.ceil((this.#pushed.untilHostMs - this.nowMs) / 1_000)) },
      panes: this.#watch.states(this.#homes, this.nowMs),
    })
  }

  async show(id: string): Promise<Result<null>> {
    const shown = this.#canShow(id)
    if (!shown.ok) return shown
    const turn = this.#turnOf(id)
    if (turn >= 0) this.#turn = turn
    if (id !== this.#kept.current) this.#before = [...this.#before, this.#kept.current].slice(-MOST_UNDO)
    await this.#keep({ current: id, byHandUntil: await this.#nextSlotAt() })
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
    await this.#keep({ current: before, byHandUntil: await this.#nextSlotAt() })
    this.#changed()
    return ok(null)
  }

  async fit(fittings: Fittings): Promise<Result<null>> {
    await this.#keep({ fittings })
    this.#changed()
    return ok(null)
  }

  /** Scenes in turn. Switched on it goes on from what is shown, or begins with its first where that is no part of it. */
  async rotate(rotation: Rotation): Promise<Result<null>> {
    const wrong = rotation.turns.map(({ scene }) => this.#canShow(scene)).find((verdict) => !verdict.ok)
    if (wrong?.ok === false) return wrong
    await this.#keep({ rotation })
    this.#turn = this.#turnOf(this.#kept.current)
    if (rotation.isOn && this.#turn < 0) await this.#turnTo(0)
    else this.#changed()
    return ok(null)
  }

  /** Scenes by time of day: shown from now on, whatever is shown. */
  async schedule(schedule: Schedule): Promise<Result<null>> {
    const wrong = schedule.map(({ scene }) => this.#canShow(scene)).find((verdict) => !verdict.ok)
    if (wrong?.ok === false) return wrong
    await this.#keep({ schedule, byHandUntil: null })
    await this.#followSchedule()
    this.#changed()
    return ok(null)
  }

  /** What a person has chosen gives way to the schedule again. */
  async handBack(): Promise<Result<null>> {
    await this.#keep({ byHandUntil: null })
    await this.#followSchedule()
    this.#changed()
    return ok(null)
  }

  get isVisitor(): boolean {
    return this.#kept.isVisitor
  }

  async setVisitor(isVisitor: boolean): Promise<Result<null>> {
    await this.#keep({ isVisitor })
    this.#changed()
    return ok(null)
  }

  scene(id: string): Result<Scene> {
    const scene = this.#scenes().find((one) => one.id === id)
    return scene === undefined ? refuse('wall-no-scene', id) : ok(scene)
  }

  /** A scene of one's own. What would be too small is kept all the same, but not in place of what is shown or planned. */
  async save(scene: Scene, as: 'new' | 'same'): Promise<Result<{ id: string }>> {
    const saved = saveOwn(this.#kept, scene, as)
    if (!saved.ok) return saved
    const { id, scenes } = saved.value
    const onGround = this.#bounds === null ? ok(undefined) : checkStops(scene, this.#bounds)
    if (!onGround.ok) return onGround
    const legible = this.#mayReplace({ ...scene, id })
    if (!legible.ok) return legible
    await this.#keep(scenes)
    this.#lead()
    this.#tell()
    return ok({ id })
  }

  /** What was shown of it gives way to the first scene, which every wall has. */
  async drop(id: string): Promise<Result<null>> {
    const dropped = dropOwn(this.#kept, id, this.#kept)
    if (!dropped.ok) return dropped
    const isShown = this.#kept.current === id
    this.#before = this.#before.filter((before) => before !== id)
    await this.#keep({ ...dropped.value, ...(isShown && { current: nothingKept.current }) })
    if (isShown) this.#changed()
    else this.#tell()
    return ok(null)
  }

  async restore(): Promise<Result<null>> {
    const restored = restoreOwn(this.#kept)
    if (!restored.ok) return restored
    const legible = this.#kept.spare === null ? ok(undefined) : this.#mayReplace(this.#kept.spare)
    if (!legible.ok) return legible
    await this.#keep(restored.value)
    this.#lead()
    this.#tell()
    return ok(null)
  }

  beat(pane: string | null, beat: PaneBeat): void {
    if (pane !== null && this.#displays.some(({ id }) => id === pane)) this.#watch.beat(pane, beat, this.nowMs)
  }

  /** Twice a second: a push that has run out, the next scene of a rotation, panes that must be replaced. */
  tick(): void {
    const now = this.nowMs
    if (this.#pushed !== null && now >= this.#pushed.untilHostMs) this.#return()
    this.#goOn(now)
    if (this.#pushed === null && this.#isTurnOver(now)) {
      const next = nextTurn(this.#kept.rotation.turns, this.#turn, (id) => this.#canShow(id).ok)
      if (next !== undefined) void this.#turnTo(next)
    }
    if (this.#kept.schedule.length > 0) void this.#followSchedule()
    for (const { pane, why } of this.#watch.lost(now)) {
      this.#tellLost(pane, why)
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
    this.#tour = tourOf(this.#tour, this.#led(), this.nowMs)
  }

  /** A scene that cannot be shown leads the camera nowhere. */
  #led(): Scene {
    const scene = this.#scene(this.#displays.length)
    const verdict = verdictOn(scene, this.#displays, this.#kept.fittings, this.#bounds)
    return verdict.ok || scene.kind === 'tiles' ? scene : { ...scene, stops: [] }
  }

  /** The next stop is no other scene: a rotation's turn goes on. */
  #goOn(now: number): void {
    if (this.#bounds === null) return
    const displays = this.#displays.length === 0 ? [looseDisplay(usualWindow)] : this.#displays
    const tour = goOn(this.#tour, now, groundOf(displays, this.#kept.fittings, this.#bounds))
    if (tour === this.#tour) return
    this.#tour = tour
    this.#tell()
  }

  async #turnTo(turn: number): Promise<void> {
    const scene = this.#kept.rotation.turns[turn]?.scene
    if (scene === undefined) return
    this.#turn = turn
    this.#shownSinceMs = this.nowMs
    await this.#keep({ current: scene })
    this.#changed()
  }

  #turnOf(scene: string): number {
    return this.#kept.rotation.turns.findIndex((turn) => turn.scene === scene)
  }

  /** What a person has put between two turns stands as long as the turn before it. */
  #isTurnOver(now: number): boolean {
    const { isOn, turns } = this.#kept.rotation
    const seconds = turns[Math.max(0, this.#turn)]?.seconds
    return isOn && seconds !== undefined && now - this.#shownSinceMs >= seconds * 1_000
  }

  #mayReplace(scene: Scene): Result<void> {
    const { current, schedule, rotation } = this.#kept
    const isPlanned = [{ scene: current }, ...schedule, ...rotation.turns].some((plan) => plan.scene === scene.id)
    return isPlanned ? verdictOn(scene, this.#displays, this.#kept.fittings, this.#bounds) : ok(undefined)
  }

  #canShow(id: string): Result<void> {
    const scene = this.scene(id)
    return scene.ok ? verdictOn(scene.value, this.#displays, this.#kept.fittings, this.#bounds) : scene
  }

  #pushedHere(): PaneView['pushed'] {
    if (this.#pushed === null) return null
    const { visitorTitle, title, from: _from, ...where } = this.#pushed
    return { ...where, title: this.#kept.isVisitor ? visitorTitle : title }
  }

  /** Shows what is due. A person's choice holds until the next slot begins, a push or a rotation for as long as it lasts. */
  async #followSchedule(): Promise<void> {
    const kept = this.#kept
    const { schedule, rotation, byHandUntil } = kept
    if (rotation.isOn || this.#pushed !== null) return
    if (byHandUntil !== null && this.#hall.time.now() < byHandUntil) return
    const slot = slotAt(schedule, await this.#minuteNow())
    // Somebody has decided something else meanwhile.
    if (slot === undefined || this.#kept !== kept) return
    if (slot.scene === kept.current && byHandUntil === null) return
    await this.#keep({ current: slot.scene, byHandUntil: null })
    this.#changed()
  }

  /** When the next slot begins, epoch ms; null without a schedule. */
  async #nextSlotAt(): Promise<number | null> {
    const minutes = minutesToNextSlot(this.#kept.schedule, await this.#minuteNow())
    return minutes === undefined ? null : (Math.floor(this.#hall.time.now() / MINUTE_MS) + minutes) * MINUTE_MS
  }

  async #minuteNow(): Promise<number> {
    const settings = await this.#hall.db.cache.hallSettings()
    return minuteOfDay(this.#hall.time.now(), settings?.zoneOffsetMinutes ?? USUAL_ZONE_MINUTES)
  }

  #scenes(): Scene[] {
    return scenesOf(this.#kept, this.#displays)
  }

  #scene(monitors: number): Scene {
    const scenes = [...standingScenes(monitors), ...this.#kept.own]
    // A scene that is gone gives way to the first one, which every wall has.
    return scenes.find(({ id }) => id === this.#kept.current) ?? daySpan
  }

  async #keep(change: Partial<Kept>): Promise<void> {
    const before = this.#kept
    const kept = { ...before, ...change }
    this.#kept = kept
    try {
      await this.#store.save(kept)
    } catch (error) {
      // What could not be written is not shown either, unless somebody has decided something else meanwhile.
      if (this.#kept === kept) this.#kept = before
      throw error
    }
  }

  #changed(): void {
    this.#shownSinceMs = this.nowMs
    this.#lead()
    this.#tell()
  }

  #tell(): void {
    this.#generation += 1
    this.#hall.signals.raise('wall')
  }
}
