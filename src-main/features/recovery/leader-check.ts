import type { Clock } from '#shared/kernel/clock.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import { OneAtATime } from '#shared/kernel/one-at-a-time.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import type { CacheReaderApi } from '../../db/cache-api.ts'
import type { GuardApi } from '../../db/guard-api.ts'
import type { PlatformClient } from '../../link/platform-client.ts'
import type { Sealer } from '../personal/index.ts'
import { afterFailure, checkPin, isLocked, LOCK_MS, noAttempts } from '../session/index.ts'
import type { Attempts } from '../session/index.ts'

export interface Leader {
  readonly person: PersonId
  readonly post: Post
}

interface LeaderCheckOptions {
  readonly roster: CacheReaderApi | null
  readonly client: Pick<PlatformClient, 'signIn'>
  readonly sealer: Sealer
  readonly guard: Pick<GuardApi, 'tries' | 'keepTries'>
  readonly clock: Clock
}

const leading: readonly Post[] = ['shift-leader', 'administrator']

/**
 * Who may decide about a ledger; five wrong PINs close it for everybody for fifteen minutes. A start of the host ends neither the
 * count nor the lock, which begins anew with it: how long the machine was off nobody can say for sure.
 */
export class LeaderCheck {
  readonly #options: LeaderCheckOptions
  #attempts: Attempts | null = null
  readonly #checks = new OneAtATime()

  constructor(options: LeaderCheckOptions) {
    this.#options = options
  }

  /** One after the other: guesses made at the same time count too. */
  check(person: PersonId, secret: string): Promise<Result<Leader>> {
    return this.#checks.run(() => this.#check(person, secret))
  }

  async #check(person: PersonId, secret: string): Promise<Result<Leader>> {
    const now = this.#options.clock.monotonicMs()
    const before = (this.#attempts ??= await this.#ofFormerStart(now))
    if (isLocked(before, now)) return refuse('account-locked')
    // On disk before it is looked at: a host that is ended meanwhile has counted it. What cannot be counted is not looked at.
    const counted = await this.#keep(afterFailure(before, now))
    if (!counted.ok) {
      this.#attempts = before
      return counted
    }
    const checked = await this.#ask(person, secret)
    if (checked.ok) await this.#keep(noAttempts)
    else if (checked.error.code !== 'bad-credentials') await this.#keep(before)
    return checked
  }

  async #ofFormerStart(now: number): Promise<Attempts> {
    const { failures, isLocked: wasLocked } = await this.#options.guard.tries()
    return { failures, lockedUntil: wasLocked ? now + LOCK_MS : 0 }
  }

  #keep(attempts: Attempts): Promise<Result<void>> {
    this.#attempts = attempts
    const { guard, clock } = this.#options
    return guard.keepTries({ failures: attempts.failures, isLocked: isLocked(attempts, clock.monotonicMs()) })
  }

  async #ask(id: PersonId, secret: string): Promise<Result<Leader>> {
    const { roster, sealer, client } = this.#options
    const row = await roster?.person(id).catch(() => null)
    if (row === null || row === undefined) {
      const reply = await client.signIn({ person: id, secret, posts: [], shift: null })
      return reply.ok ? leaderOf(id, reply.value.posts) : reply
    }
    const checked = await checkPin(row, secret, sealer)
    return checked.ok ? leaderOf(id, checked.value.posts) : checked
  }
}

function leaderOf(person: PersonId, posts: readonly Post[]): Result<Leader> {
  const post = leading.find((one) => posts.includes(one))
  return post === undefined ? refuse('wrong-post', 'shift-leader') : ok({ person, post })
}
