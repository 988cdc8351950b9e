// A lane that was asked for patience gets it, whatever else its seat sends; and when its time has come it goes on.
import type { CommandsReply } from '#shared/platform-api/commands.ts'

/** The one path on which acts are sent. */
export const COMMANDS = '/v1/commands'

/** A lane that is told to wait for the first time goes on within so long of the time it was given. */
const GOES_ON_MS = 400
/** What a seat waits by itself the first time, at most. */
const OWN_REST_MS = 250

interface Wait {
  readonly toldAt: number
  /** The platform does not want to be asked about it before. */
  readonly until: number
  /** Null where it has waited before: pauses grow. */
  readonly goesOnBy: number | null
}

interface Sent {
  readonly id: string
  readonly caseId: string
}

export class Patience {
  /** By seat and command. */
  readonly #waits = new Map<string, Wait>()
  /** By seat and command: the lane it stands in. */
  readonly #lanes = new Map<string, string>()
  /** By seat and lane: how often in a row it was told to wait. */
  readonly #times = new Map<string, number>()

  /** A reply about commands has come to the seat. */
  told(seat: string, reply: string, now: number): void {
    // The oracle's own words.
    const { outcomes } = JSON.parse(reply) as CommandsReply
    const laneOf = (id: string): string => this.#lanes.get(`${seat}/${id}`) ?? ''
    for (const { id, result } of outcomes) if (result === 'accepted' || result === 'rejected') this.#times.delete(laneOf(id))
    const waiting = new Set(outcomes.filter(({ result }) => result === 'retry' || result === 'gap').map(({ id }) => laneOf(id)))
    for (const lane of waiting) this.#times.set(lane, (this.#times.get(lane) ?? 0) + 1)
    // They leave together, when the last of them may.
    const longest = (lane: string): number =>
      Math.max(...outcomes.map((one) => (one.result === 'retry' && laneOf(one.id) === lane ? one.afterMs : OWN_REST_MS)))
    for (const one of outcomes) {
      const key = `${seat}/${one.id}`
      if (one.result !== 'retry') this.#waits.delete(key)
      else {
        const goesOnBy = this.#times.get(laneOf(one.id)) === 1 ? now + longest(laneOf(one.id)) + GOES_ON_MS : null
        this.#waits.set(key, { toldAt: now, until: now + one.afterMs, goesOnBy })
      }
    }
  }

  /** Null: none of them comes too early, nor too late over a line that has been sound since that time. */
  faultOf(seat: string, commands: string, now: number, soundSince: number): string | null {
    const { commands: sent } = JSON.parse(commands) as { readonly commands: readonly Sent[] }
    for (const { id, caseId } of sent) this.#lanes.set(`${seat}/${id}`, `${seat}/${caseId}`)
    for (const { id } of sent) {
      const wait = this.#waits.get(`${seat}/${id}`)
      if (wait === undefined) continue
      if (now < wait.until) return `seat ${seat} sent ${id.slice(-4)} again before the time it was given`
      if (wait.goesOnBy !== null && now > wait.goesOnBy && soundSince <= wait.toldAt)
        return `seat ${seat} sent ${id.slice(-4)} again ${Math.round(now - wait.until)} ms after the time it was given`
    }
    return null
  }

  /** A new process cannot know. */
  forget(seat: string): void {
    for (const kept of [this.#waits, this.#lanes, this.#times])
      for (const key of [...kept.keys()]) if (key.startsWith(`${seat}/`)) kept.delete(key)
  }
}
