import type { Clock } from '#shared/kernel/clock.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import { ok, refuse } from '#shared/kernel/result.ts'
import type { Result } from '#shared/kernel/result.ts'
import type { PersonId } from '#shared/kernel/ids.ts'
import type { CacheReaderApi } from '../../db/cache-api.ts'
import type { PlatformClient } from '../../link/platform-client.ts'
import type { Sealer } from '../personal/index.ts'
import { afterFailure, checkPin, isLocked, noAttempts } from '../session/index.ts'

export interface Leader {
  readonly person: PersonId
  readonly post: Post
}

interface LeaderCheckOptions {
  readonly roster: CacheReaderApi | null
  readonly client: Pick<PlatformClient, 'signIn'>
  readonly sealer: Sealer
  readonly clock: Clock
}

const leading: readonly Post[] = ['shift-leader', 'administrator']

/** Who may decide about a ledger; five wrong PINs close it for everybody for fifteen minutes. */
export class LeaderCheck {
  readonly #options: LeaderCheckOptions
  #attempts = noAttempts

  constructor(options: LeaderCheckOptions) {
    this.#options = options
  }

  async check(person: PersonId, secret: string): Promise<Result<Leader>> {
    const now = this.#options.clock.monotonicMs()
    if (isLocked(this.#attempts, now)) return refuse('account-locked')
    const checked = await this.#ask(person, secret)
    if (checked.ok) this.#attempts = noAttempts
    else if (checked.error.code === 'bad-credentials') this.#attempts = afterFailure(this.#attempts, now)
    return checked
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
