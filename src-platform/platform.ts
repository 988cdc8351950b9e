import type { Clock, Random } from '#shared/kernel/clock.ts'
import type { FeedWatch } from './store/feed-watch.ts'
import type { Hall } from './store/hall.ts'
import type { Store } from './store/open-store.ts'

/** What every part of a running platform process works with. */
export interface Platform {
  readonly store: Store
  readonly hall: Hall
  readonly feed: FeedWatch
  readonly clock: Clock
  readonly random: Random
}
