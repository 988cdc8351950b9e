import type { Post } from '#shared/domain/case/terms.ts'
import { uuidV7 } from '#shared/kernel/ids.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { ArgOf, Contracts } from '#shared/contracts/index.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { AuditEntry, StoredSignIn } from '../../db/ledger-api.ts'
import type { Hall } from '../hall/index.ts'
import { Extension, extendFrom, extended, offlineEnd } from './offline-extension.ts'
import { rosterWord } from './roster-word.ts'
import type { Dismissal } from './roster-word.ts'
import { SecretCheck } from './secret-check.ts'
import { SessionJournal } from './session-journal.ts'
import type { Write } from './session-journal.ts'

type SignInArg = ArgOf<Contracts['session']['signIn']>

type ExtendArg = ArgOf<Contracts['session']['extendOffline']>

/** Who proved to be there, and as what; nobody where the PIN was wrong. */
interface Doer {
  readonly person: PersonId
  readonly posts?: readonly Post[]
}

const USUAL_OFFLINE_HOURS = 72
const EXTENSION_KEY = 'offline-extension'

/**
 * Who sits here, one person at a time. A lock keeps the seat; signing in anew takes it over and leaves the drafts of the other
 * unseen. It changes here first and is written down then, so that a ledger that takes nothing holds nobody up.
 */
export class SessionService {
  readonly #hall: Hall
  readonly #journal: SessionJournal
  readonly #secrets: SecretCheck
  #current: SignedIn | null = null

  /** `failed` hears of a ledger that takes nothing. */
  constructor(hall: Hall, failed: (where: string, error: unknown) => void) {
    this.#hall = hall
    this.#journal = new SessionJournal((error) => {
      failed('session', error)
    })
    this.#secrets = new SecretCheck(hall, this.#journal)
    hall.signals.listen((signal) => {
      if (signal === 'reference') void this.#heedRoster()
      if (signal === 'clock' || signal === 'storage') void this.#journal.settle()
    })
  }

  get current(): SignedIn | null {
    return this.#current
  }

  /** After a start: whoever sat here is still there, but must show the PIN again. */
  async resume(): Promise<void> {
    const stored = await this.#hall.db.ledger.currentSignIn()
    if (stored === null || stored.endedAt !== null) return
    this.#current = { ...(await this.#describe(stored)), locked: true }
    await this.#heedRoster()
  }

  async signIn(arg: SignInArg): Promise<Result<SignedIn>> {
    const checked = await this.#check(arg.person, arg.secret)
    if (!checked.ok) return checked
    const person = checked.value
    const foreign = arg.posts.find((post) => !person.posts.includes(post))
    if (foreign !== undefined) return refuse('wrong-post', foreign)
    const attested = await this.#attest(arg)
    if (!attested.ok) return attested
    const stored: StoredSignIn = {
      signIn: attested.value ?? `offline-${uuidV7(this.#hall.clock, this.#hall.random)}`,
      person: person.id,
      name: person.name,
      posts: arg.posts,
      shift: arg.shift,
      since: this.#hall.time.now(),
      locked: false,
      attested: attested.value !== null,
      endedAt: null,
    }
    const next = await this.#describe(stored)
    const before = this.#current
    this.#current = next
    const taken = before === null ? [] : [this.#ending(before, 'session.taken-over', { person: person.id, posts: arg.posts })]
    const entry = this.#entry('session.sign-in', next.person, next, 'ok', null)
    await this.#journal.write(...taken, () => this.#hall.db.ledger.saveSignIn(stored, entry))
    this.#hall.signals.raise('session', 'drafts')
    // The platform may have taken its time to attest; what the feed has brought since was about nobody who sat here.
    const dismissal = await this.#heedRoster()
    if (dismissal !== null) return refuse(dismissal)
    return ok(this.current?.signIn === next.signIn ? this.current : next)
  }

  async unlock(secret: string): Promise<Result<SignedIn>> {
    const current = this.#current
    if (current === null) return refuse('no-session')
    const dismissal = await this.#heedRoster()
    if (dismissal !== null) return refuse(dismissal)
    const checked = await this.#check(current.person, secret)
    if (!checked.ok) return checked
    // Somebody else may have taken the seat over, or left it, while the PIN was looked at.
    if (this.#current?.signIn !== current.signIn) return refuse('no-session')
    return ok(await this.#setLocked(this.#current, false))
  }

  async lock(): Promise<Result<null>> {
    if (this.#current?.locked === false) await this.#setLocked(this.#current, true)
    return ok(null)
  }

  async signOut(): Promise<Result<null>> {
    const current = this.#current
    this.#current = null
    this.#hall.signals.raise('session', 'drafts')
    if (current !== null) await this.#journal.write(this.#ending(current, 'session.sign-out'))
    return ok(null)
  }

  /** Epoch ms until which the roster's verifiers are good without the platform; null while it is in reach. */
  async offlineUntil(): Promise<number | null> {
    const status = this.#hall.link.status()
    if (status.rung !== 'offline') return null
    const { db } = this.#hall
    const [settings, stored] = await Promise.all([db.cache.hallSettings(), db.ledger.getMeta(EXTENSION_KEY)])
    // Written by extendOffline only.
    const extension = stored === null ? null : Extension.parse(JSON.parse(stored))
    return offlineEnd(status.lastContactAt ?? 0, settings?.offlineHours ?? USUAL_OFFLINE_HOURS, extension)
  }

  /** Two persons, both with their own PIN, one of them a shift leader: a day more. Every attempt is audited. */
  async extendOffline({ leader, leaderSecret, second, secondSecret }: ExtendArg): Promise<Result<{ offlineUntil: number }>> {
    const { db, link, time, signals } = this.#hall
    const end = await this.offlineUntil()
    if (end === null) return refuse('extension-not-needed', 'online')
    if (time.now() < extendFrom(end)) return refuse('extension-not-needed', String(extendFrom(end)))
    if (leader === second) return this.#refuseExtension(leader, 'extension-one-person')
    const first = await this.#secrets.check(leader, leaderSecret)
    if (!first.ok) return first
    if (!first.value.posts.includes('shift-leader')) return this.#refuseExtension(leader, 'extension-no-leader')
    const other = await this.#secrets.check(second, secondSecret)
    if (!other.ok) return other
    const extension = extended(link.status().lastContactAt ?? 0, end, time.now())
    const detail = JSON.stringify({ second, until: extension.until })
    await this.#hall.db.ledger.audit(this.#entry('session.extend-offline', leader, { person: leader }, 'ok', detail))
    await db.ledger.setMeta(EXTENSION_KEY, JSON.stringify(extension))
    signals.raise('session')
    return ok({ offlineUntil: extension.until })
  }

  /** Their own PIN again, before an act that an unlocked seat alone does not allow. */
  prove(person: PersonId, secret: string): Promise<Result<unknown>> {
    return this.#secrets.check(person, secret)
  }

  async #refuseExtension(leader: PersonId, code: 'extension-one-person' | 'extension-no-leader'): Promise<Result<never>> {
    await this.#hall.db.ledger.audit(this.#entry('session.extend-offline', leader, null, 'refused', code))
    return refuse(code)
  }

  async #check(id: string, secret: string): Promise<Result<PersonRow>> {
    const until = await this.offlineUntil()
    if (until !== null && this.#hall.time.now() > until) return refuse('offline-expired')
    return this.#secrets.check(id, secret)
  }

  /** What the roster has taken away is gone at once: posts one by one, with the last of them the session. */
  async #heedRoster(): Promise<Dismissal | null> {
    const asked = this.#current?.person
    if (asked === undefined) return null
    const row = await this.#personOrNobody(asked)
    const current = this.#current
    if (current?.person !== asked) return null
    const word = rosterWord(current, row)
    if (word.is === 'the-same') return null
    const left = word.is === 'over' ? null : { ...current, posts: [...word.posts] }
    this.#current = left
    this.#hall.signals.raise('session', 'drafts')
    const dismissal = word.is === 'over' ? word.why : null
    // Nobody's act at this seat; who did it stands in the platform's own trail.
    await this.#journal.write(
      left === null ? this.#ending(current, 'session.sign-out', null, dismissal) : this.#storing(left, null, null),
    )
    return dismissal
  }

  /** A cache that cannot be read says nothing about anybody. */
  async #personOrNobody(id: PersonId): Promise<PersonRow | null> {
    try {
      return await this.#hall.db.cache.person(id)
    } catch {
      return null
    }
  }

  /** The platform's own word for the sign-in; null while it is out of reach. A PIN it no longer takes is not good here either. */
  async #attest(arg: SignInArg): Promise<Result<string | null>> {
    if (this.#hall.link.isOffline) return ok(null)
    const reply = await this.#hall.client.signIn(arg)
    if (reply.ok) return ok(reply.value.signIn)
    const isFinal =
      reply.error.code === 'bad-credentials' || reply.error.code === 'account-locked' || reply.error.code === 'wrong-post'
    return isFinal ? reply : ok(null)
  }

  async #describe(stored: StoredSignIn): Promise<SignedIn> {
    const settings = await this.#hall.db.cache.hallSettings()
    const shift = settings?.shifts.find(({ id }) => id === stored.shift) ?? null
    const { signIn, person, name, posts, since, locked, attested } = stored
    return { signIn, person, name, posts: [...posts], shift, since, locked, attested }
  }

  async #setLocked(current: SignedIn, locked: boolean): Promise<SignedIn> {
    const next = { ...current, locked }
    this.#current = next
    this.#hall.signals.raise('session')
    const what = locked ? 'session.lock' : 'session.unlock'
    await this.#journal.write(this.#storing(next, null, this.#entry(what, next.person, next, 'ok', null)))
    return next
  }

  /** Ended by whoever sits here, by whoever takes over, or by the roster. */
  #ending(current: SignedIn, what: string, by: Doer | null = current, detail: string | null = null): Write {
    return this.#storing(current, this.#hall.time.now(), this.#entry(what, current.person, by, 'ok', detail))
  }

  #storing(current: SignedIn, endedAt: number | null, entry: AuditEntry | null): Write {
    return () => this.#hall.db.ledger.saveSignIn({ ...current, shift: current.shift?.id ?? null, endedAt }, entry)
  }

  #entry(what: string, subject: string, by: Doer | null, result: 'ok' | 'refused', detail: string | null): AuditEntry {
    const doer = { person: by?.person ?? null, post: by?.posts?.join(',') ?? null }
    return { at: this.#hall.time.now(), ...doer, what, subject, result, detail }
  }
}
