// The small hall of the simulation: who sits where, who handles what.
import type { SignedIn } from '#shared/contracts/session.contract.ts'
import { PersonId, SeatId } from '#shared/kernel/ids.ts'
import { PersonRow } from '#shared/platform-api/people.ts'
import { DepartmentRow } from '#shared/platform-api/rows.ts'
import { MONDAY_NINE } from '#tests/builders/case-story.ts'

export const DISTRICT = '341523'
/** Wall time when the simulated hall opens. */
export const OPENING = MONDAY_NINE
export const ZONE_OFFSET_MINUTES = 480
/** Key of the marks in every ledger of the hall. */
export const MAC_KEY = new Uint8Array(32).fill(7)

const person = (id: string, name: string, posts: PersonRow['posts'], department: string | null = null): PersonRow =>
  PersonRow.parse({ id, name, posts, department, dutyGrid: null, active: true, verifier: null, phone: null })

export const people: readonly PersonRow[] = [
  person('1001', '王丽', ['acceptor', 'shift-leader', 'dispatcher']),
  person('1002', '李强', ['acceptor', 'shift-leader', 'dispatcher']),
  person('1003', '赵敏', ['acceptor', 'shift-leader', 'dispatcher']),
  person('1004', '陈静', ['acceptor', 'shift-leader', 'dispatcher']),
  person('1005', '孙梅', ['acceptor', 'shift-leader', 'dispatcher']),
  person('1006', '何涛', ['acceptor', 'shift-leader', 'dispatcher']),
  person('1007', '徐琳', ['acceptor', 'shift-leader', 'dispatcher']),
  person('1008', '马骏', ['acceptor', 'shift-leader', 'dispatcher']),
  person('J01', '周勇', ['inspector']),
  person('J02', '吴刚', ['inspector']),
  person('2001', '供水所', ['department'], 'water'),
]

export const departments: readonly DepartmentRow[] = ['water', 'roads', 'green'].map((id) =>
  DepartmentRow.parse({ id, name: `${id} 单位`, phone: null, duties: [], external: false }),
)

/** One who answers for very much: a line of the feed longer than whatever a stream is read by. */
export const manyDuties: DepartmentRow['duties'] = Array.from({ length: 2_000 }, (_, index) => ({
  classes: `0101-${index}`,
  grids: `${DISTRICT}00100${index}`.slice(0, 24),
}))

/** Comes and goes with the rules; nobody dispatches to it. */
export const newDepartment = DepartmentRow.parse({ id: 'new', name: '新单位', phone: null, duties: [], external: false })

/** Comes and goes too, and is never sent out. */
export const newPerson = person('J09', '新来的', ['inspector'])

export const seatIds: readonly SeatId[] = ['1', '2', '3', '4', '5', '6', '7', '8'].map((id) => SeatId.parse(id))

/** Whoever sits at a seat. */
export function sessionAt(seat: SeatId): SignedIn {
  const row = people[Number(seat) - 1]!
  const who = { signIn: `sign-in-${seat}`, person: PersonId.parse(row.id), name: row.name, posts: [...row.posts] }
  return { ...who, shift: null, since: OPENING, locked: false, attested: true }
}
