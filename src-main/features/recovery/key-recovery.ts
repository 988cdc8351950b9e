import type { KeyTrouble } from '#shared/contracts/recovery.contract.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { LEAVE_AFTER_MS } from './leave-after.ts'

export interface KeyRecoveryParts {
  readonly trouble: KeyTrouble
  /** The key under this code, proved to open what is sealed here, on its way to whoever guards it. */
  readonly bringBack: (code: string) => Promise<Result<null>>
  readonly leave: () => void
}

/** A machine whose own key is gone, and a leader with the code it was sealed under. */
export class KeyRecovery {
  readonly #parts: KeyRecoveryParts
  #isBusy = false

  constructor(parts: KeyRecoveryParts) {
    this.#parts = parts
  }

  get trouble(): KeyTrouble {
    return this.#parts.trouble
  }

  /** One try at a time: each costs a second of work on purpose. The code has 125 bits, so tries are not counted. */
  async unlock(code: string): Promise<Result<null>> {
    if (this.#isBusy) return refuse('too-many-calls', 'unlock')
    this.#isBusy = true
    try {
      const back = await this.#parts.bringBack(code)
      if (back.ok) this.retry()
      return back
    } finally {
      this.#isBusy = false
    }
  }

  retry(): Result<null> {
    setTimeout(this.#parts.leave, LEAVE_AFTER_MS)
    return ok(null)
  }
}
