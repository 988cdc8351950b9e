import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { Hall } from '../hall/index.ts'
import { afterFailure, isLocked, noAttempts } from './attempts.ts'
import type { Attempts } from './attempts.ts'
import { checkPin } from './pin-check.ts'
import type { SessionJournal } from './session-journal.ts'

const ATTEMPTS_KEY = (person: string): string => `attempts:${person}`

/** So many wrong PINs may wait for their entry before no further one is looked at: guesses must not fill the memory. */
export const MOST_OWED = 500

/** Whose PIN it is, and how often somebody got it wrong. */
export class SecretCheck {
  readonly #hall: Hall
  readonly #journal: SessionJournal
  readonly #checks = new OneAtATime()
  /** Counts that the ledger has not taken yet; they hold until this host ends. */
  readonly #owed = new Map<string, Attempts>()
  #owedEntries = 0

  constructor(hall: Hall, journal: SessionJournal) {
    this.#hall = hall
    this.#journal = journal
  }

  /** One after the other: guesses made at the same time count too. */
  check(id: string, secret: string): Promise<Result<PersonRow>> {
    return this.#checks.run(() => this.#check(id, secret))
  }

  async #check(id: string, secret: string): Promise<Result<PersonRow>> {
    const { db, time, sealer } = this.#hall
    const before = await this.#attempts(id)
    const now = time.now()
    if (isLocked(before, now)) return refuse('account-locked')
    if (this.#owedEntries >= MOST_OWED) return refuse('storage-failed')
    const checked = await checkPin(await db.cache.person(id), secret, sealer)
    if (checked.ok) {
      // A right PIN with nothing to forget writes nothing.
      if (!isSame(before, noAttempts)) await this.#keep(id, noAttempts)
      return checked
    }
    if (checked.error.code === 'bad-credentials') await this.#keep(id, afterFailure(before, now))
    await this.#auditRefusal(id, checked.error.code)
    return checked
  }

  async #attempts(id: string): Promise<Attempts> {
    const owed = this.#owed.get(id)
    if (owed !== undefined) return owed
    const stored = await this.#hall.db.ledger.getMeta(ATTEMPTS_KEY(id))
    // Written by #keep only.
    return stored === null ? noAttempts : (JSON.parse(stored) as Attempts)
  }

  #keep(id: string, attempts: Attempts): Promise<void> {
    this.#owed.set(id, attempts)
    return this.#journal.write(async () => {
      await this.#hall.db.ledger.setMeta(ATTEMPTS_KEY(id), JSON.stringify(attempts))
      if (this.#owed.get(id) === attempts) this.#owed.delete(id)
    })
  }

  /** Nobody's act: who typed a wrong PIN is not known. */
  #auditRefusal(id: string, detail: string): Promise<void> {
    const { db, time } = this.#hall
    const nobody = { person: null, post: null }
    const entry = { at: time.now(), ...nobody, what: 'session.sign-in', subject: id, result: 'refused', detail } as const
    this.#owedEntries += 1
    return this.#journal.write(async () => {
      await db.ledger.audit(entry)
      this.#owedEntries -= 1
    })
  }
}

const isSame = (one: Attempts, other: Attempts): boolean =>
  one.failures === other.failures && one.lockedUntil === other.lockedUntil
