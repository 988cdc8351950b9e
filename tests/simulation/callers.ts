// A day with so many callers that a block of numbers is nearly used up: further ones must be there in time, and nobody is given
// what somebody else was told.
import { dayOf } from '#shared/domain/codes/number-blocks.ts'
import type { Complain } from './invariants.ts'
import type { Seat } from './seat.ts'
import { ZONE_OFFSET_MINUTES } from './town.ts'

export type CallersDeed = { readonly do: 'many-callers' }

/** Nearly all that a seat holds for a day, and what it is to hold again soon after: more than one block. */
const MANY = 370
const HELD_AGAIN = 300
/** So many of those are told to callers. */
const MORE = 60
/** A seat asks for numbers once a minute, and may have been asked to stay away once. */
const NUMBERS_WITHIN_MS = 130_000

export class Callers {
  /** Seats at which so many have called, and what those callers were told. */
  readonly #told = new Map<Seat, readonly string[]>()

  /** They hang up before anything is stored. */
  async call(seat: Seat): Promise<void> {
    const numbers = await take(seat, MANY)
    // Where none has come yet there is nothing to run out of.
    if (numbers.length === MANY) this.#told.set(seat, numbers)
  }

  /** At rest, as soon as there should be numbers for as many again; `passes` lets time pass until then. */
  async callAgain(passes: (mostMs: number, isOver: () => Promise<boolean>) => Promise<void>, complain: Complain): Promise<void> {
    for (const seat of this.#told.keys()) {
      await passes(NUMBERS_WITHIN_MS, () => this.#hasEnough(seat))
      let isChecked = false
      void this.#check(seat, complain).then(() => (isChecked = true))
      await passes(NUMBERS_WITHIN_MS, () => Promise.resolve(isChecked))
    }
  }

  async #hasEnough(seat: Seat): Promise<boolean> {
    const left = await seat.process?.raw.ledger.numbersLeft(dayAt(seat))
    return (left?.find(({ day }) => day === dayAt(seat))?.left ?? 0) >= HELD_AGAIN
  }

  async #check(seat: Seat, complain: Complain): Promise<void> {
    if (!(await this.#hasEnough(seat))) complain('I1', `seat ${seat.id} has less than ${HELD_AGAIN} numbers for a day, and never asks for more`)
    const [before, numbers] = [this.#told.get(seat) ?? [], await take(seat, MORE)]
    if (numbers.length < MORE) complain('I1', `seat ${seat.id} says it holds enough numbers, and has ${numbers.length}`)
    if (!new Set(numbers).isDisjointFrom(new Set(before))) complain('I1', `seat ${seat.id} tells two callers the same number`)
  }
}

async function take(seat: Seat, most: number): Promise<string[]> {
  const taken: string[] = []
  const { process } = seat
  if (process === null) return taken
  for (let time = 0; time < most; time += 1) {
    const no = await process.hall.db.ledger.takeNumber(dayAt(seat))
    if (no === null) break
    taken.push(no)
  }
  return taken
}

const dayAt = ({ process }: Seat): string => dayOf(process?.hall.time.now() ?? 0, ZONE_OFFSET_MINUTES)
