import type { Post } from '#shared/domain/case/terms.ts'

/** What a seat's window can show between its bars: the work, the board, or the audit trail. */
export const seatPages = ['seat', 'board', 'audit'] as const
export type SeatPageName = (typeof seatPages)[number]

/** The audit trail is for those who answer for a shift or the hall. */
export function pagesOf(posts: readonly Post[]): readonly SeatPageName[] {
  const isLeader = posts.includes('shift-leader') || posts.includes('administrator')
  return seatPages.filter((page) => page !== 'audit' || isLeader)
}
