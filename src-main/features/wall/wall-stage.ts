import type { Bbox } from '#shared/domain/geometry/geometry.ts'
import { daySpan, standingScenes } from '#shared/domain/wall/index.ts'
import type { Display, Scene } from '#shared/domain/wall/index.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { scenesOf, verdictOn } from './desk-view.ts'
import type { KeptWall } from './kept-wall.ts'
import { groundOf, looseDisplay, usualWindow } from './pane-view.ts'

/** The monitors of this machine and the ground the hall lies on: which scenes there are, and which of them can be shown here. */
export class WallStage {
  readonly #kept: KeptWall
  #homes: string[] = []
  #displays: readonly Display[] = []
  /** Null before anybody has asked for a picture of it. */
  bounds: Bbox | null = null

  constructor(kept: KeptWall) {
    this.#kept = kept
  }

  get displays(): readonly Display[] {
    return this.#displays
  }

  /** Every monitor that has been here. */
  get homes(): readonly string[] {
    return this.#homes
  }

  stand(displays: readonly Display[]): void {
    this.#displays = displays
    this.#homes = [...new Set([...this.#homes, ...displays.map(({ id }) => id)])]
  }

  has(pane: string): boolean {
    return this.#displays.some(({ id }) => id === pane)
  }

  scene(id: string): Result<Scene> {
    const scene = scenesOf(this.#kept.now, this.#displays).find((one) => one.id === id)
    return scene === undefined ? refuse('wall-no-scene', id) : ok(scene)
  }

  /** What is shown on so many monitors. */
  shownOn(monitors: number): Scene {
    const { own, current } = this.#kept.now
    const scenes = [...standingScenes(monitors), ...own]
    // A scene that is gone gives way to the first one, which every wall has.
    return scenes.find(({ id }) => id === current) ?? daySpan
  }

  /** What leads the camera: a scene that cannot be shown leads it nowhere. */
  leading(): Scene {
    const scene = this.shownOn(this.#displays.length)
    return this.#verdictOn(scene).ok || scene.kind === 'tiles' ? scene : { ...scene, stops: [] }
  }

  /** What the camera moves over; null while nobody knows where the hall lies. */
  ground(): ReturnType<typeof groundOf> | null {
    if (this.bounds === null) return null
    const displays = this.#displays.length === 0 ? [looseDisplay(usualWindow)] : this.#displays
    return groundOf(displays, this.#kept.now.fittings, this.bounds)
  }

  canShow(id: string): Result<void> {
    const scene = this.scene(id)
    return scene.ok ? this.#verdictOn(scene.value) : scene
  }

  /** Not in place of what is shown or planned where it would be too small. */
  mayReplace(scene: Scene): Result<void> {
    const { current, schedule, rotation } = this.#kept.now
    const isPlanned = [{ scene: current }, ...schedule, ...rotation.turns].some((plan) => plan.scene === scene.id)
    return isPlanned ? this.#verdictOn(scene) : ok(undefined)
  }

  #verdictOn(scene: Scene): Result<void> {
    return verdictOn(scene, this.#displays, this.#kept.now.fittings, this.bounds)
  }
}
