import { minuteOfDay, minutesToNextSlot, nextTurn, slotAt } from '#shared/domain/wall/index.ts'
import type { Hall } from '../hall/index.ts'
import type { KeptWall } from './kept-wall.ts'

const USUAL_ZONE_MINUTES = 480
const MINUTE_MS = 60_000

/** Which scene is due: by the turns of the rotation, and by the slots of the day. */
export class ScenePlan {
  readonly #hall: Pick<Hall, 'db' | 'time'>
  readonly #kept: KeptWall
  /** Which turn of the rotation was last shown; less than 0: none. */
  #turn: number
  #shownSinceMs: number

  constructor(hall: Pick<Hall, 'db' | 'time'>, kept: KeptWall, nowMs: number) {
    this.#hall = hall
    this.#kept = kept
    this.#turn = this.#turnOf(kept.now.current)
    this.#shownSinceMs = nowMs
  }

  /** What is shown from now on has all its time before it. */
  begin(nowMs: number): void {
    this.#shownSinceMs = nowMs
  }

  /** A person has put it on the wall: the rotation goes on from its turn, or from the one before when it is none of them. */
  choose(scene: string): void {
    const turn = this.#turnOf(scene)
    if (turn >= 0) this.#turn = turn
  }

  /** The rotation is another one; false where what is shown is no part of it. */
  findTurn(): boolean {
    this.#turn = this.#turnOf(this.#kept.now.current)
    return this.#turn >= 0
  }

  /** The next turn that can be shown, once the last one is over. */
  dueTurn(nowMs: number, canShow: (scene: string) => boolean): number | undefined {
    return this.#isTurnOver(nowMs) ? nextTurn(this.#kept.now.rotation.turns, this.#turn, canShow) : undefined
  }

  /** Goes to a turn; its scene. */
  take(turn: number, nowMs: number): string | undefined {
    const scene = this.#kept.now.rotation.turns[turn]?.scene
    if (scene === undefined) return undefined
    this.#turn = turn
    this.begin(nowMs)
    return scene
  }

  /** The scene of the slot that this minute lies in; undefined without a schedule. */
  async slotScene(): Promise<string | undefined> {
    return slotAt(this.#kept.now.schedule, await this.#minuteNow())?.scene
  }

  /** When the next slot begins, epoch ms; null without a schedule. */
  async nextSlotAt(): Promise<number | null> {
    const minutes = minutesToNextSlot(this.#kept.now.schedule, await this.#minuteNow())
    return minutes === undefined ? null : (Math.floor(this.#hall.time.now() / MINUTE_MS) + minutes) * MINUTE_MS
  }

  #turnOf(scene: string): number {
    return this.#kept.now.rotation.turns.findIndex((turn) => turn.scene === scene)
  }

  /** What a person has put between two turns stands as long as the turn before it. */
  #isTurnOver(nowMs: number): boolean {
    const { isOn, turns } = this.#kept.now.rotation
    const seconds = turns[Math.max(0, this.#turn)]?.seconds
    return isOn && seconds !== undefined && nowMs - this.#shownSinceMs >= seconds * 1_000
  }

  async #minuteNow(): Promise<number> {
    const settings = await this.#hall.db.cache.hallSettings()
    return minuteOfDay(this.#hall.time.now(), settings?.zoneOffsetMinutes ?? USUAL_ZONE_MINUTES)
  }
}
