import type { Shape } from '../shape.ts'
import type { seat as zh } from '../zh/seat.ts'

export const seat: Shape<typeof zh> = {
  everywhere: 'Everywhere',
  atSeat: 'Seat {seat}',
}
