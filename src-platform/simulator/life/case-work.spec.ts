import { describe, expect, it } from 'vitest'
import type { CaseRow } from '#shared/domain/case/case-row.ts'
import { MINUTE_MS, dayNumberAt } from '#shared/domain/limits/local-day.ts'
import { casesOfDay, nobody } from '../history/past-day.ts'
import { buildScene } from '../scene/scene.ts'
import { smallSceneRows } from '../testing/small-scene.ts'
import { CaseWork } from './case-work.ts'
import { DeskCrew } from './desk-crew.ts'
import { TownClock } from './town-clock.ts'

const scene = buildScene(smallSceneRows(), 1)
const morning = Date.parse('2026-06-02T10:00:00+08:00')
/** Cases of this very morning, as they stand. */
const today = { seed: 1, dayNumber: dayNumberAt(morning, 480), now: morning, firstSerial: 1, seal: () => nobody }
const cases = casesOfDay(scene, today).map(({ row }) => row)
const waitingAtDesk = cases.filter(({ state }) => ['reported', 'accepted', 'filed', 'answered', 'checked'].includes(state))

function workWith(seats: number, isHumans = false): { work: CaseWork; at: (minutes: number) => number } {
  let now = morning
  const clock = new TownClock(() => now, 480, 1)
  const work = new CaseWork({ scene, clock, desk: new DeskCrew(scene.staff, seats, morning) })
  for (const row of cases) work.plan(row.id, { row, isHumans })
  return {
    work,
    at(minutes) {
      now = morning + minutes * MINUTE_MS
      return now
    },
  }
}

const idsOf = (tasks: readonly { readonly id: CaseRow['id'] }[]): CaseRow['id'][] => tasks.map(({ id }) => id)

describe('the work of the town', () => {
  it('comes due one step after the other and is given once', () => {
    const { work, at } = workWith(3)

    const first = work.takeDue(at(30), 1_000)
    const again = work.takeDue(at(30), 1_000)

    expect(first.length).toBeGreaterThan(0)
    expect(again).toEqual([])
    expect(new Set(idsOf(first)).size).toBe(first.length)
  })

  it('leaves all desk work to people where no colleague is simulated', () => {
    const { work, at } = workWith(0)

    const posts = new Set(work.takeDue(at(600), 1_000).map(({ by }) => by.post))

    expect([...posts].every((post) => post === 'inspector' || post === 'department')).toBe(true)
  })

  it('leaves people their share until the limit has run out, and then helps', () => {
    const { work, at } = workWith(3)

    const soon = idsOf(work.takeDue(at(12), 1_000))
    const late = idsOf(work.takeDue(at(120), 1_000))

    expect(waitingAtDesk.length).toBeGreaterThan(0)
    for (const { id } of waitingAtDesk) expect([...soon, ...late]).toContain(id)
  })

  it('does not touch what somebody at a seat has in hand', () => {
    const { work, at } = workWith(3, true)

    const desk = work.takeDue(at(10), 1_000).filter(({ by }) => by.post !== 'inspector' && by.post !== 'department')

    expect(desk).toEqual([])
  })

  it('forgets a case that is over', () => {
    const { work, at } = workWith(3)

    for (const { id } of cases) work.plan(id, null)

    expect(work.takeDue(at(10_000), 1_000)).toEqual([])
  })
})
