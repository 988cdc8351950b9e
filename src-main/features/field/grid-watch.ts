import { outsideSince } from '#shared/domain/patrol/presence.ts'
import type { FieldObjectId } from '#shared/kernel/ids.ts'

interface Seen {
  readonly at: number
  readonly lng: number
  readonly lat: number
  /** Duty grid of the inspector; null: has none to leave. */
  readonly own: string | null
}

/** A person crosses no grid faster. */
const LOOK_EVERY_MS = 10_000

/** Keeps for each inspector since when the own duty grid has been left; one look-up at a time, so that cases are not held up. */
export class GridWatch {
  readonly #dutyGridAt: (lng: number, lat: number) => Promise<string | null>
  readonly #onFailure: (error: unknown) => void
  readonly #waiting = new Map<FieldObjectId, Seen>()
  readonly #looked = new Map<FieldObjectId, { readonly at: number; readonly since: number | null }>()
  #isBusy = false

  constructor(dutyGridAt: (lng: number, lat: number) => Promise<string | null>, onFailure: (error: unknown) => void) {
    this.#dutyGridAt = dutyGridAt
    this.#onFailure = onFailure
  }

  note(object: FieldObjectId, seen: Seen): void {
    const last = this.#looked.get(object)
    if (last !== undefined && seen.at - last.at < LOOK_EVERY_MS) return
    this.#waiting.set(object, seen)
    if (!this.#isBusy) void this.#work()
  }

  outsideSince(object: FieldObjectId): number | null {
    return this.#looked.get(object)?.since ?? null
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    try {
      for (const [object, seen] of this.#waiting) {
        this.#waiting.delete(object)
        const dutyGrid = seen.own === null ? null : await this.#dutyGridAt(seen.lng, seen.lat)
        const since = outsideSince(this.outsideSince(object), { at: seen.at, dutyGrid }, seen.own)
        this.#looked.set(object, { at: seen.at, since })
      }
    } catch (error) {
      this.#onFailure(error)
    } finally {
      this.#isBusy = false
    }
  }
}
