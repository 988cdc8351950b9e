import type { Result } from '#shared/kernel/result.ts'
import type { FeedWatch } from '../store/feed-watch.ts'
import type { PageText } from '../store/read-changes.ts'

type Read = (seq: number) => Promise<Result<PageText>>

/**
 * Seats of a hall stand at the same seq and are woken by the same commit: whoever asks for the page that somebody is reading just
 * now gets that one. A read that began before the last commit was heard of is not shared, for it may not hold it.
 */
export class SharedReads {
  readonly #underWay = new Map<string, Promise<Result<PageText>>>()
  #commits = 0

  /** To be made before any stream listens, so that it hears of a commit first. */
  constructor(feed: FeedWatch) {
    const nothing = (): void => undefined
    feed.listen({ changed: () => (this.#commits += 1), beat: nothing, lost: nothing })
  }

  /** `name` tells readers apart that may not share: their kinds. */
  read(name: string, seq: number, read: Read): Promise<Result<PageText>> {
    const key = `${this.#commits} ${seq} ${name}`
    const known = this.#underWay.get(key)
    if (known !== undefined) return known
    const page = read(seq).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, page)
    return page
  }
}
