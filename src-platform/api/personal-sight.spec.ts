import { describe, expect, it } from 'vitest'
import type { Post } from '#shared/domain/case/terms.ts'
import type { DepartmentId, DeviceId, PersonId, SeatId } from '#shared/kernel/ids.ts'
import type { PersonRow } from '#shared/platform-api/people.ts'
import type { Caller } from '../auth/callers.ts'
import { peopleShownTo } from './personal-sight.ts'

const aPerson = (id: string, department: string | null, posts: Post[]): PersonRow => ({
  ...{ id: id as PersonId, name: `人员${id}`, department: department as DepartmentId | null, posts, dutyGrid: null, active: true },
  ...{ verifier: 's1.k1.verifier', phone: `0564-86${id}` },
})
const leader = aPerson('1003', null, ['shift-leader'])
const worker = aPerson('3002', 'D02', ['department'])
const colleague = aPerson('3102', 'D02', ['department'])
const other = aPerson('3003', 'D03', ['department'])
const inspector = aPerson('2001', null, ['inspector'])
const everybody = [leader, worker, colleague, other, inspector]

const online = (person: PersonRow): Caller => ({ kind: 'person', person, posts: person.posts })
const device = (role: 'seat' | 'wall'): Caller => ({ kind: 'device', device: 'd' as DeviceId, seat: '1' as SeatId, role })
const seen = (caller: Caller) => peopleShownTo(caller, everybody).map(({ id, phone }) => [id, phone !== null])

describe('the people of the hall', () => {
  it('are told whole to seats, which check PINs offline', () => {
    expect(peopleShownTo(device('seat'), everybody)).toEqual(everybody)
  })

  it('are told with their telephones, without verifiers, to who works at a desk', () => {
    expect(seen(online(leader)).every(([, hasPhone]) => hasPhone)).toBe(true)
    expect(peopleShownTo(online(leader), everybody).every(({ verifier }) => verifier === null)).toBe(true)
  })

  it('are told to a department as far as they are its own, and to an inspector not at all, each with the own telephone only', () => {
    expect(seen(online(worker))).toEqual([['3002', true], ['3102', false]])
    expect(seen(online(inspector))).toEqual([['2001', true]])
  })

  it('have no telephones on a wall', () => {
    expect(seen(device('wall'))).toEqual(everybody.map(({ id }) => [id, false]))
  })
})
