import type { CaseRow } from '#shared/domain/case/case-row.ts'
import type { Post } from '#shared/domain/case/terms.ts'
import { HOUR_MS, MINUTE_MS } from '#shared/domain/limits/local-day.ts'
import { diceFor } from '../dice.ts'
import type { Colleague, Staff } from '../scene/staff.ts'
import type { KnownCase } from './open-cases.ts'

const deskPosts: ReadonlySet<Post> = new Set(['acceptor', 'shift-leader', 'dispatcher'])

export function isDeskPost(post: Post): boolean {
  return deskPosts.has(post)
}

/** Whoever has just opened the hall gets so long before colleagues take what was overdue already. */
const SETTLING_MS = 15 * MINUTE_MS

/** The simulated colleagues at the other seats: so many work beside the person, and leave him his share. */
export class DeskCrew {
  readonly #staff: Staff
  readonly #seats: number
  readonly #startedAt: number

  /** `seats`: 0, nobody simulated does desk work. `startedAt`: real epoch milliseconds. */
  constructor(staff: Staff, seats: number, startedAt: number) {
    this.#staff = staff
    this.#seats = seats
    this.#startedAt = startedAt
  }

  /**
   * Would a colleague touch this now? A share of the cases, and whatever a person has had in hand, is left until the limit of
   * the step has run out; then a colleague helps, so that no case lies for ever in an empty hall.
   */
  mayTake({ row, isHumans }: KnownCase, now: number): boolean {
    if (this.#seats === 0) return false
    if (!isHumans && !diceFor('whose seat', row.id).chance(1 / (this.#seats + 1))) return true
    return now > Math.max(row.dueAt ?? row.lastActAt + HOUR_MS, this.#startedAt + SETTLING_MS)
  }

  /** The colleague of this post for this case: the last on the roster, so that the first stay free for people. */
  colleague(post: Post, row: Pick<CaseRow, 'id'>): Colleague | null {
    const { acceptors, leaders, dispatchers } = this.#staff
    const able = post === 'acceptor' ? acceptors : post === 'shift-leader' ? leaders : dispatchers
    const crew = able.slice(-Math.max(1, this.#seats))
    return crew.length === 0 ? null : diceFor('colleague', post, row.id).pick(crew)
  }
}
