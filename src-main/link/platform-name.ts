// The platform's address by its name. A name server that falls silent with the line must not hold this machine up: Node asks the
// system in one of the few threads that also read files and reckon passwords, and the system waits for ten seconds and more.
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { systemTimers } from '#shared/kernel/clock.ts'
import type { Timers } from '#shared/kernel/clock.ts'

/** Rejects with an error whose `code` is the system's word. */
export type AskForName = (name: string) => Promise<readonly LookupAddress[]>

/** Shorter than a request may take, so that the name is told to be the reason. */
const PATIENCE_MS = 4_000
/** The name server's word that there is no such name; everything else may pass, and the last known addresses count on. */
const NO_SUCH_NAME = 'ENOTFOUND'

/** Answers for {@link AskForName}: one question at a time for a name, and an answer in time. */
export class PlatformName {
  readonly #ask: AskForName
  readonly #timers: Timers
  readonly #asking = new Map<string, Question>()
  readonly #known = new Map<string, readonly LookupAddress[]>()

  constructor(ask: AskForName = (name) => lookup(name, { all: true }), timers: Timers = systemTimers) {
    this.#ask = ask
    this.#timers = timers
  }

  /** Its addresses; the last known ones when nobody can be asked. Rejects with `ENOTFOUND` or `EAI_AGAIN`. */
  readonly addresses = async (name: string): Promise<LookupAddress[]> => {
    const question = this.#asking.get(name) ?? this.#question(name)
    try {
      return [...(await question.inTime)]
    } catch (error) {
      const known = this.#known.get(name)
      if (known === undefined || isWord(error, NO_SUCH_NAME)) throw error
      return [...known]
    }
  }

  #question(name: string): Question {
    const answer = this.#ask(name)
    const question = { inTime: withPatience(answer, this.#timers) }
    this.#asking.set(name, question)
    const over = (): void => void this.#asking.delete(name)
    void answer.then((addresses) => {
      this.#known.set(name, addresses)
      over()
    }, over)
    return question
  }
}

interface Question {
  /** The answer, or `EAI_AGAIN` when it did not come in time; whoever asks later hears the same at once, until it has come. */
  readonly inTime: Promise<readonly LookupAddress[]>
}

function withPatience(answer: ReturnType<AskForName>, timers: Timers): ReturnType<AskForName> {
  return new Promise((resolve, reject) => {
    const callOff = timers.after(PATIENCE_MS, () => {
      reject(Object.assign(new Error('the name server is silent'), { code: 'EAI_AGAIN' }))
    })
    void answer.finally(callOff).then(resolve, reject)
  })
}

function isWord(error: unknown, word: string): boolean {
  return error instanceof Error && 'code' in error && error.code === word
}

/** The machine's threads are one and the same for whoever asks. */
const machine = new PlatformName()

/** For the `lookup` of axios. */
export async function lookupPlatform(name: string): Promise<[LookupAddress[]]> {
  return [await machine.addresses(name)]
}
