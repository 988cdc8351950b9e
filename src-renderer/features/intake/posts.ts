import type { CaseAction, Post } from '#shared/domain/case/terms.ts'
import { lifeCycle } from '#shared/domain/life-cycle/index.ts'

/** How far a draft can be taken in one go: reported, accepted, filed, dispatched. */
export const reaches = ['report', 'accept', 'file', 'dispatch'] as const
export type Reach = (typeof reaches)[number]

const mayDo = (action: CaseAction, posts: readonly Post[]): boolean =>
  lifeCycle[action].moves.some((move) => posts.some((post) => move.posts.includes(post)))

/** The reaches open to somebody with these posts, in order; each needs all before it. */
export function reachesOf(posts: readonly Post[]): Reach[] {
  const stop = reaches.findIndex((reach) => !mayDo(reach, posts))
  return reaches.slice(0, stop < 0 ? reaches.length : stop)
}
