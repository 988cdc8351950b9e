// People of the town at their handsets and screens: each signs in once and acts in his own name.
import { buildCaseNo } from '#shared/domain/codes/case-number.ts'
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import type { ActBody } from '#shared/domain/case/acts.ts'
import type { Clock, Random } from '#shared/kernel/clock.ts'
import type { CaseId, CaseNo } from '#shared/kernel/ids.ts'
import { newCmdId } from '#shared/kernel/ids.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import { CommandsReply } from '#shared/platform-api/commands.ts'
import type { Outcome } from '#shared/platform-api/commands.ts'
import { LeaseReply, SignInReply } from '#shared/platform-api/people.ts'
import type { Colleague } from '../scene/staff.ts'
import type { PlatformLink } from './platform-link.ts'

export interface PeopleOptions {
  readonly link: PlatformLink
  readonly clock: Clock
  readonly random: Random
  /** PIN of everybody in a generated town. */
  readonly pin: string
  readonly offsetMinutes: number
}

/** Wrong PINs lock people out, so after so many people have been turned away nobody tries any more. */
const MOST_TURNED_AWAY = 3
/** Few at a time: a run that ends leaves the rest unused, and of unused ones a person may have only so many. */
const NUMBERS = 5
const NO_BLOCK_BEYOND = 99_999

export class PeopleOnline {
  readonly #options: PeopleOptions
  readonly #tokens = new Map<string, Promise<Result<string>>>()
  readonly #numbers = new Map<string, CaseNo[]>()
  #turnedAway = 0

  constructor(options: PeopleOptions) {
    this.#options = options
  }

  /** False once it is clear that the people of this hall have PINs of their own. */
  get mayComeIn(): boolean {
    return this.#turnedAway < MOST_TURNED_AWAY
  }

  /** One act on a case in the version seen; `ver` null for its report. */
  async act(by: Colleague, caseId: CaseId, ver: number | null, body: ActBody): Promise<Result<Outcome>> {
    const { clock, random } = this.#options
    const command = {
      ...{ id: newCmdId(clock, random), caseId, base: ver === null ? null : { ver }, body, at: clock.now() },
      ...{ person: by.id, post: by.post, timeDoubt: false, offline: false, seat: null, s: null },
    }
    const reply = await this.#ask(by, CommandsReply, '/v1/commands', { commands: [command] })
    if (!reply.ok) return reply
    const [outcome] = reply.value.outcomes
    return outcome === undefined ? refuse('bad-reply', 'no outcome') : ok(outcome)
  }

  /** The next case number of a person's own for today. */
  async takeNumber(by: Colleague): Promise<Result<CaseNo>> {
    const day = dayOf(this.#options.clock.now(), this.#options.offsetMinutes)
    const key = `${by.id} ${day}`
    const left = this.#numbers.get(key)?.shift()
    if (left !== undefined) return ok(left)
    // Beyond the last serial: never the rest of a block of which nobody here knows what is used.
    const request = { days: [day], count: NUMBERS, after: { [day]: NO_BLOCK_BEYOND } }
    const leased = await this.#ask(by, LeaseReply, '/v1/numbers', request)
    if (!leased.ok) return leased
    const numbers = leased.value.blocks.flatMap(({ district, from, to }) =>
      Array.from({ length: to - from + 1 }, (_, i) => buildCaseNo({ district, day, serial: from + i })),
    )
    const fresh = numbers.flatMap((no) => (no.ok ? [no.value] : []))
    const first = fresh.shift()
    this.#numbers.set(key, fresh)
    return first === undefined ? refuse('numbers-exhausted', day) : ok(first)
  }

  async #ask<S extends Parameters<PlatformLink['ask']>[0]>(by: Colleague, schema: S, path: string, body: unknown) {
    const { link } = this.#options
    const token = await this.#tokenOf(by)
    if (!token.ok) return token
    const reply = await link.ask(schema, path, token.value, body)
    // Twelve hours are over: in again, once.
    if (reply.ok || reply.error.code !== 'unauthorised') return reply
    this.#tokens.delete(keyOf(by))
    const again = await this.#tokenOf(by)
    return again.ok ? link.ask(schema, path, again.value, body) : again
  }

  /** Signing in costs the platform some work: once a person and post, however many wait for it. */
  #tokenOf(by: Colleague): Promise<Result<string>> {
    const known = this.#tokens.get(keyOf(by))
    if (known !== undefined) return known
    const coming = this.#signIn(by)
    this.#tokens.set(keyOf(by), coming)
    return coming
  }

  async #signIn({ id, post }: Colleague): Promise<Result<string>> {
    if (!this.mayComeIn) return refuse('bad-credentials')
    const request = { person: id, secret: this.#options.pin, posts: [post], shift: null }
    const reply = await this.#options.link.ask(SignInReply, '/v1/sign-ins', null, request)
    if (reply.ok && reply.value.token !== null) return ok(reply.value.token)
    if (!reply.ok && reply.error.code === 'bad-credentials') this.#turnedAway += 1
    // Whoever was turned away is not tried again; a busy platform is.
    else this.#tokens.delete(`${id} ${post}`)
    return reply.ok ? refuse('bad-reply', 'no token') : reply
  }
}

const keyOf = ({ id, post }: Colleague): string => `${id} ${post}`
