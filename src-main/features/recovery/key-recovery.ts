import type { KeyTrouble } from '#shared/contracts/recovery.contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { LEAVE_AFTER_MS } from './leave-after.ts'

export interface KeyRecoveryParts {
  readonly trouble: KeyTrouble
  /** The key under this code, proved to open what is sealed here, on its way to whoever guards it. */
  readonly bringBack: (code: string) => Promise<Result<null>>
  /** A new key, and under it what the platform hands out for this code of the administrator. */
  readonly enrolAgain: (code: string) => Promise<Result<null>>
  readonly leave: () => void
}

/** A machine whose own key is gone, and somebody with a code: the leader's it was sealed under, or a new one of enrolment. */
export class KeyRecovery {
  readonly #parts: KeyRecoveryParts
  #readable: number | null = null
  #isBusy = false

  constructor(parts: KeyRecoveryParts) {
    this.#parts = parts
  }

  get trouble(): KeyTrouble {
    return { ...this.#parts.trouble, readable: this.#readable }
  }

  /** What was found in the ledger meanwhile. */
  counted(readable: number | null): void {
    this.#readable = readable
  }

  /** One try at a time: each costs a second of work on purpose. The code has 125 bits, so tries are not counted. */
  unlock(code: string): Promise<Result<null>> {
    return this.#oneByOne('unlock', () => this.#parts.bringBack(code))
  }

  /** The platform judges the code, and takes each once. */
  enrol(code: string): Promise<Result<null>> {
    return this.#oneByOne('enrol', () => this.#parts.enrolAgain(code))
  }

  retry(): Result<null> {
    setTimeout(this.#parts.leave, LEAVE_AFTER_MS)
    return ok(null)
  }

  async #oneByOne(what: string, attempt: () => Promise<Result<null>>): Promise<Result<null>> {
    if (this.#isBusy) return refuse('too-many-calls', what)
    this.#isBusy = true
    try {
      const back = await attempt()
      if (back.ok) this.retry()
      return back
    } finally {
      this.#isBusy = false
    }
  }
}
