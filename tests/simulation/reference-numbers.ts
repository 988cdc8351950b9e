// Case numbers as a platform leases them, written from the contract (people.ts): blocks that overlap nobody else's. Known blocks
// may come again, blocks may be short, and after a fault the same numbers may come to their own seat once more.
import type { LeaseRequest, NumberBlock } from '#shared/platform-api/people.ts'
import type { Seeded } from './seeded.ts'
import { DISTRICT } from './town.ts'

interface Lease extends NumberBlock {
  readonly seat: string
  /** Which machine of the seat, counted from 0: the next one cannot know which numbers were told, and gets new ones. */
  readonly machine: number
}

export class ReferenceNumbers {
  /** Leases outlive a restored backup: numbers have been told to callers (see docs/reliability.md). */
  readonly #leases: Lease[] = []
  readonly #machines = new Map<string, number>()
  readonly #chance: Seeded
  /** Most a block has, whatever is asked for: where blocks are short, seats come back for more. */
  readonly #most: number

  constructor(chance: Seeded) {
    this.#chance = chance
    this.#most = chance.pick([Infinity, Infinity, 8, 3])
  }

  get hasShortBlocks(): boolean {
    return this.#most !== Infinity
  }

  lease(seat: string, { days, count, after }: LeaseRequest): NumberBlock[] {
    return days.flatMap((day) => {
      const isTheirs = (lease: Lease): boolean => lease.seat === seat && lease.machine === this.#machineOf(seat)
      const known = this.#leases.filter((lease) => isTheirs(lease) && lease.day === day)
      const beyond = known.filter(({ to }) => to > (after?.[day] ?? 0))
      const answer = beyond.length > 0 ? beyond : [this.#cut(seat, day, Math.min(count, this.#most))]
      const repeated = this.#chance.chance(0.3) ? known : []
      const last = known.at(-1) ?? answer[0]
      // Out of the middle of what the seat has or is given: leased twice, as after a fault.
      const isTwice = last !== undefined && last.from < last.to && this.#chance.chance(0.5)
      const twice = isTwice ? [{ ...last, from: last.from + 1, to: last.from + 1 }] : []
      return [...twice, ...repeated, ...answer].map(({ from, to }) => ({ day, district: DISTRICT, from, to }))
    })
  }

  /** Another machine stands in the seat's place from now on. */
  replaced(seat: string): void {
    this.#machines.set(seat, this.#machineOf(seat) + 1)
  }

  #machineOf(seat: string): number {
    return this.#machines.get(seat) ?? 0
  }

  isLeasedTo(seat: string, no: string): boolean {
    const held = this.#leases.filter((lease) => lease.seat === seat)
    return held.some(({ day, from, to }) => no >= numberOf(day, from) && no <= numberOf(day, to))
  }

  #cut(seat: string, day: string, count: number): Lease {
    const from = Math.max(0, ...this.#leases.filter((lease) => lease.day === day).map(({ to }) => to)) + 1
    const cut: Lease = { seat, machine: this.#machineOf(seat), day, district: DISTRICT, from, to: from + count - 1 }
    this.#leases.push(cut)
    return cut
  }
}

function numberOf(day: string, serial: number): string {
  return `${DISTRICT}${day}${String(serial).padStart(5, '0')}`
}
