// Whose business a case is. One that is none of theirs is, for people online, like one that does not exist.
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { Caller } from '../auth/callers.ts'

const deskPosts = ['acceptor', 'shift-leader', 'dispatcher', 'evaluator', 'administrator'] as const

/** Do the caller's posts open every case, or only those of a department or an inspector? */
export function seesEverything(caller: Caller): boolean {
  if (caller.kind !== 'person') return caller.kind !== 'nobody'
  return caller.posts.some((post) => deskPosts.some((desk) => desk === post))
}

export function maySee(caller: Caller, row: CaseRow): boolean {
  if (seesEverything(caller)) return true
  if (caller.kind !== 'person') return false
  const { person, posts } = caller
  if (posts.includes('department') && row.department !== null && row.department === person.department) return true
  return posts.includes('inspector') && (row.inspector === person.id || row.reportedBy === person.id)
}
