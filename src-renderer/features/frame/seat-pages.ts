/** What a seat's window can show between its bars: the work, or the board. */
export const seatPages = ['seat', 'board'] as const
export type SeatPageName = (typeof seatPages)[number]
