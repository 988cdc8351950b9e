import { assembleHallDb } from '#main/db/assemble.ts'
import type { HallDb, HallDbOptions } from '#main/db/hall-db.ts'
import { inProcessOpeners } from '#main/db-worker/in-process.ts'
import type { SeatId } from '#shared/kernel/ids.ts'
import type { Result } from '#shared/kernel/result.ts'

/** The seat's data on this thread, behind the same interface: every step of a test is then repeatable. */
export function openHallDbInProcess({ seat, readers, ...options }: HallDbOptions): Promise<Result<HallDb>> {
  return assembleHallDb(inProcessOpeners({ ...options, seat: seat as SeatId }), readers)
}
