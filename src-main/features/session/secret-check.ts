import { createHash } from 'node:crypto'
import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import { refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { Hall } from '../hall/index.ts'
import { afterFailure, isLocked, noAttempts } from './attempts.ts'
import type { Attempts } from './attempts.ts'
import { checkPin } from './pin-check.ts'
import type { SessionJournal } from './session-journal.ts'

/** Of guesses at a PIN. `at` names its verifier as it was then; unknown where the roster had none. */
interface Guesses extends Attempts {
  readonly at?: string
}

const ATTEMPTS_KEY = (person: string): string => `attempts:${person}`

/** So many wrong PINs may wait for their entry before no further one is looked at: guesses must not fill the memory. */
export const MOST_OWED = 500

/** Whose PIN it is, and how often somebody got it wrong. */
export class SecretCheck {
  readonly #hall: Hall
  readonly #journal: SessionJournal
  readonly #checks = new OneAtATime()
  /** Counts that the ledger has not taken yet; they hold until this host ends. */
  readonly #owed = new Map<string, Guesses>()
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
    const row = await db.cache.person(id)
    const at = nameOf(row)
    const counted = await this.#attempts(id)
    // A new PIN is how an administrator unlocks a number: guesses at the former one say nothing of it.
    const isNewPin = counted.at !== undefined && at !== undefined && counted.at !== at
    const before = isNewPin ? noAttempts : counted
    const now = time.now()
    if (isLocked(before, now)) return refuse('account-locked')
    if (this.#owedEntries >= MOST_OWED) return refuse('storage-failed')
    const checked = await checkPin(row, secret, sealer)
    if (checked.ok) {
      // A right PIN with nothing to forget writes nothing.
      if (!isSame(counted, noAttempts)) await this.#keep(id, noAttempts)
      return checked
    }
    if (checked.error.code === 'bad-credentials') await this.#keep(id, guessed(before, now, at ?? counted.at))
    await this.#auditRefusal(id, checked.error.code)
    return checked
  }

  async #attempts(id: string): Promise<Guesses> {
    const owed = this.#owed.get(id)
    if (owed !== undefined) return owed
    const stored = await this.#hall.db.ledger.getMeta(ATTEMPTS_KEY(id))
    // Written by #keep only.
    return stored === null ? noAttempts : (JSON.parse(stored) as Guesses)
  }

  #keep(id: string, attempts: Guesses): Promise<void> {
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

const guessed = (before: Attempts, now: number, at: string | undefined): Guesses => {
  const after = afterFailure(before, now)
  return at === undefined ? after : { ...after, at }
}

/** Sealed anew with each PIN; what is kept of it tells nothing. */
const nameOf = (row: PersonRow | null): string | undefined =>
  row === null || row.verifier === null ? undefined : createHash('sha256').update(JSON.stringify(row.verifier)).digest('base64url')

const isSame = (one: Attempts, other: Attempts): boolean =>
  one.failures === other.failures && one.lockedUntil === other.lockedUntil
