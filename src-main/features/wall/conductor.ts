// 大屏调度: decides what all windows of the wall show, and watches that they do.
import type { PaneView, WallDesk } from '#shared/contracts/wall.contract.ts'
import {
  checkScene,
  minuteOfDay,
  minutesToNextSlot,
  slotAt,
  spanOf,
  standingScenes,
  unitPx,
  usualFittings,
} from '#shared/domain/wall/index.ts'
import type { Display, Fittings, Scene, Schedule } from '#shared/domain/wall/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import type { Hall } from '../hall/index.ts'
import { home, moveOn, standing } from './movement.ts'
import type { Goal, Movement } from './movement.ts'
import { PaneWatch } from './pane-watch.ts'
import type { Lost, PaneBeat } from './pane-watch.ts'
import { looseDisplay, paneView } from './pane-view.ts'
import { MOST_OWN_SCENES, WallStore } from './wall-store.ts'
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
}

export interface Told {
  readonly displays: readonly Display[]
  readonly fittings: { readonly [Name in keyof Fittings]?: number | undefined }
}

type Pushed = NonNullable<PaneView['pushed']> & Pick<Push, 'visitorTitle'>

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
  #movement: Movement = standing
  #pushed: Pushed | null = null
  #before: string[] = []
  #generation = 1
  #shownSinceMs: number

  private constructor(hall: Hall, store: WallStore, kept: Kept, tellLost: (pane: string, why: Lost['why']) => void) {
    this.#hall = hall
    this.#store = store
    this.#kept = kept
    this.#tellLost = tellLost
    this.#shownSinceMs = this.nowMs
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

  /** This window's part; `bounds` is the hall. */
  view(pane: string | null, window: Pick<Display, 'width' | 'height' | 'scale'>, bounds: Bbox): PaneView {
    const display = this.#displays.find(({ id }) => id === pane) ?? looseDisplay(window)
    const isOnWall = display.id === pane
    const displays = isOnWall ? this.#displays : [display]
    const homes = isOnWall ? this.#homes : [display.id]
    return paneView(
      {
        ...{ generation: this.#generation, movement: this.#movement, pushed: this.#pushedHere(), fittings: this.#kept.fittings },
        ...{ isVisitor: this.#kept.isVisitor },
        ...{ scene: this.#scene(displays.length), bounds, homes, displays },
      },
      isOnWall ? pane : null,
      display,
    )
  }

  desk(): WallDesk {
    const fittings = this.#kept.fittings ?? usualFittings(this.#displays)
    const span = spanOf(this.#displays, fittings)
    const refusalOf = (scene: Scene): string | null => {
      if (this.#displays.length === 0) return null
      const verdict = checkScene(scene, this.#displays, span, unitPx(fittings) / (this.#displays[0]?.scale ?? 1))
      return verdict.ok ? null : (verdict.error.detail ?? verdict.error.code)
    }
    return {
      ...{ generation: this.#generation, current: this.#kept.current, rotation: this.#kept.rotation, fittings },
      ...{ schedule: this.#kept.schedule, isByHand: this.#kept.byHandUntil !== null, isVisitor: this.#kept.isVisitor },
      scenes: this.#scenes().map((scene) => ({ id: scene.id, name: scene.name, kind: scene.kind, refusal: refusalOf(scene) })),
      pushed:
        this.#pushed === null
          ? null
          : { title: this.#pushed.title, leftS: Math.max(0, Math.ceil((this.#pushed.untilHostMs - this.nowMs) / 1_000)) },
      canUndo: this.#pushed !== null || this.#before.length > 0,
      panes: this.#watch.states(this.#homes, this.nowMs),
      displays: [...this.#displays],
      isMeasured: this.#kept.fittings !== null,
    }
  }

  async show(id: string): Promise<Result<null>> {
    const scene = this.#scenes().find((one) => one.id === id)
    if (scene === undefined) return refuse('wall-no-scene', id)
    const refused = this.desk().scenes.find((one) => one.id === id)?.refusal ?? null
    if (refused !== null) return refuse('wall-illegible', refused)
    if (id !== this.#kept.current) this.#before = [...this.#before, this.#kept.current].slice(-MOST_UNDO)
    await this.#keep({ current: id, byHandUntil: await this.#nextSlotAt() })
    this.#changed()
    return ok(null)
  }

  push({ lng, lat, caseId, title, visitorTitle, seconds }: Push): Result<null> {
    this.#pushed = { lng, lat, caseId, title, visitorTitle, untilHostMs: this.nowMs + seconds * 1_000 }
    this.#move({ at: 'place', lng, lat })
    return ok(null)
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

  async rotate(rotation: Kept['rotation']): Promise<Result<null>> {
    const unknown = rotation?.scenes.find((id) => !this.#scenes().some((scene) => scene.id === id))
    if (unknown !== undefined) return refuse('wall-no-scene', unknown)
    await this.#keep({ rotation })
    this.#changed()
    return ok(null)
  }

  /** Scenes by time of day: shown from now on, whatever is shown. */
  async schedule(schedule: Schedule): Promise<Result<null>> {
    const unknown = schedule.find(({ scene }) => !this.#scenes().some(({ id }) => id === scene))
    if (unknown !== undefined) return refuse('wall-no-scene', unknown.scene)
    const illegible = this.desk().scenes.find(({ id, refusal }) => refusal !== null && schedule.some(({ scene }) => scene === id))
    if (illegible !== undefined) return refuse('wall-illegible', illegible.refusal ?? illegible.id)
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

  /** A scene of the hall's own, new or in place of the one of its name. */
  async save(scene: Scene): Promise<Result<null>> {
    const verdict = checkScene(scene, [], spanOf([], usualFittings([])), 1)
    if (!verdict.ok) return verdict
    if (standingScenes(1).some(({ id }) => id === scene.id)) return refuse('bad-request', 'id')
    const own = [...this.#kept.own.filter(({ id }) => id !== scene.id), scene]
    if (own.length > MOST_OWN_SCENES) return refuse('bad-request', 'scenes')
    await this.#keep({ own })
    this.#changed()
    return ok(null)
  }

  beat(pane: string | null, beat: PaneBeat): void {
    if (pane !== null && this.#displays.some(({ id }) => id === pane)) this.#watch.beat(pane, beat, this.nowMs)
  }

  /** Twice a second: a push that has run out, the next scene of a rotation, panes that must be replaced. */
  tick(): void {
    const now = this.nowMs
    if (this.#pushed !== null && now >= this.#pushed.untilHostMs) this.#return()
    const { rotation, current } = this.#kept
    if (rotation !== null && this.#pushed === null && now - this.#shownSinceMs >= rotation.everyS * 1_000) {
      const next = rotation.scenes[(rotation.scenes.indexOf(current) + 1) % rotation.scenes.length]
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
    this.#move(home)
  }

  #move(to: Goal): void {
    this.#movement = moveOn(this.#movement, to, this.nowMs)
    this.#changed()
  }

  async #turnTo(scene: string): Promise<void> {
    this.#shownSinceMs = this.nowMs
    await this.#keep({ current: scene })
    this.#changed()
  }

  #pushedHere(): PaneView['pushed'] {
    if (this.#pushed === null) return null
    const { visitorTitle, title, ...where } = this.#pushed
    return { ...where, title: this.#kept.isVisitor ? visitorTitle : title }
  }

  /** Shows what is due. A person's choice holds until the next slot begins, a push or a rotation for as long as it lasts. */
  async #followSchedule(): Promise<void> {
    const kept = this.#kept
    const { schedule, rotation, byHandUntil } = kept
    if (rotation !== null || this.#pushed !== null) return
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

  #scenes(monitors = Math.max(1, this.#displays.length)): Scene[] {
    return [...standingScenes(monitors), ...this.#kept.own]
  }

  #scene(monitors: number): Scene {
    const scenes = this.#scenes(monitors)
    // A scene that is gone gives way to the first one, which every wall has.
    const [first] = standingScenes(monitors)
    return scenes.find(({ id }) => id === this.#kept.current) ?? first ?? { kind: 'span', id: 'span', name: '' }
  }

  async #keep(change: Partial<Kept>): Promise<void> {
    this.#kept = { ...this.#kept, ...change }
    await this.#store.save(this.#kept)
  }

  #changed(): void {
    this.#generation += 1
    this.#shownSinceMs = this.nowMs
    this.#hall.signals.raise('wall')
  }
}
