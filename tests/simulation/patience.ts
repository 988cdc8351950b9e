// A lane that was asked for patience gets it, whatever else its seat sends.
import type { CommandsReply } from '#shared/platform-api/commands.ts'

/** The one path on which acts are sent. */
export const COMMANDS = '/v1/commands'

export class Patience {
  /** By seat and command: until when the platform does not want to be asked about it. */
  readonly #until = new Map<string, number>()

  /** A reply about commands has come to the seat. */
  told(seat: string, reply: string, now: number): void {
    // The oracle's own words.
    const { outcomes } = JSON.parse(reply) as CommandsReply
    for (const one of outcomes)
      if (one.result === 'retry') this.#until.set(`${seat}/${one.id}`, now + one.afterMs)
      else this.#until.delete(`${seat}/${one.id}`)
  }

  /** Null: none of them comes too early. */
  faultOf(seat: string, commands: string, now: number): string | null {
    if (this.#until.size === 0) return null
    const sent = (JSON.parse(commands) as { readonly commands: readonly { readonly id: string }[] }).commands
    const early = sent.find(({ id }) => now < (this.#until.get(`${seat}/${id}`) ?? 0))
    return early === undefined ? null : `seat ${seat} sent ${early.id.slice(-4)} again before the time it was given`
  }

  /** A new process cannot know. */
  forget(seat: string): void {
    for (const key of [...this.#until.keys()]) if (key.startsWith(`${seat}/`)) this.#until.delete(key)
  }
}
