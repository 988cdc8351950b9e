import type { Post } from '#shared/domain/case/terms.ts'

/** What a seat's window can show between its bars: the work, the board, the audit trail, or the hall's machines. */
export const seatPages = ['seat', 'board', 'audit', 'devices'] as const
export type SeatPageName = (typeof seatPages)[number]

/** The audit trail is for those who answer for a shift or the hall, its machines for the administrator. */
export function pagesOf(posts: readonly Post[]): readonly SeatPageName[] {
  const isAdministrator = posts.includes('administrator')
  const isLeader = posts.includes('shift-leader') || isAdministrator
  return seatPages.filter((page) => (page !== 'audit' || isLeader) && (page !== 'devices' || isAdministrator))
}
