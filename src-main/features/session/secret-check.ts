import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { Hall } from '../hall/index.ts'
import { afterFailure, isLocked, noAttempts } from './attempts.ts'
import type { Attempts } from './attempts.ts'
import { checkPin } from './pin-check.ts'

const ATTEMPTS_KEY = (person: string): string => `attempts:${person}`

/** Whose PIN it is, and how often somebody got it wrong. */
export class SecretCheck {
  readonly #hall: Hall
  readonly #checks = new OneAtATime()

  constructor(hall: Hall) {
    this.#hall = hall
  }

  /** One after the other: guesses made at the same time count too. */
  check(id: string, secret: string): Promise<Result<PersonRow>> {
    return this.#checks.run(() => this.#check(id, secret))
  }

  async #check(id: string, secret: string): Promise<Result<PersonRow>> {
    const { db, time, sealer } = this.#hall
    const attempts = await this.#attempts(id)
    const now = time.now()
    if (isLocked(attempts, now)) return refuse('account-locked')
    const checked = await checkPin(await db.cache.person(id), secret, sealer)
    if (checked.ok || checked.error.code === 'bad-credentials') {
      const next = checked.ok ? noAttempts : afterFailure(attempts, now)
      await db.ledger.setMeta(ATTEMPTS_KEY(id), JSON.stringify(next))
    }
    if (!checked.ok) await this.#auditRefusal(id, checked.error.code)
    return checked
  }

  async #attempts(id: string): Promise<Attempts> {
    const stored = await this.#hall.db.ledger.getMeta(ATTEMPTS_KEY(id))
    // Written by #check only.
    return stored === null ? noAttempts : (JSON.parse(stored) as Attempts)
  }

  /** Nobody's act: who typed a wrong PIN is not known. */
  #auditRefusal(id: string, detail: string): Promise<void> {
    const { db, time } = this.#hall
    const nobody = { person: null, post: null }
    return db.ledger.audit({ at: time.now(), ...nobody, what: 'session.sign-in', subject: id, result: 'refused', detail })
  }
}
