import type { Post } from '#shared/domain/case/terms.ts'
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'

/** Why somebody may not go on: off the roster, or none of the posts signed in with is left. */
export type Dismissal = 'not-rostered' | 'posts-withdrawn'

export type RosterWord =
  | { readonly is: 'the-same' }
  | { readonly is: 'fewer-posts'; readonly posts: readonly Post[] }
  | { readonly is: 'over'; readonly why: Dismissal }

/**
 * What the roster says about somebody who is signed in. Only a row that is there takes anything away: a cache that is new, or is
 * being made anew, does not have it yet. Posts that were added need another sign-in.
 */
export function rosterWord(session: Pick<SignedIn, 'posts'>, row: Pick<PersonRow, 'active' | 'posts'> | null): RosterWord {
  if (row === null) return { is: 'the-same' }
  if (!row.active) return { is: 'over', why: 'not-rostered' }
  const posts = session.posts.filter((post) => row.posts.includes(post))
  if (posts.length === session.posts.length) return { is: 'the-same' }
  return posts.length === 0 ? { is: 'over', why: 'posts-withdrawn' } : { is: 'fewer-posts', posts }
}
